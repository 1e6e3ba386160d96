import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { awakeMs } from "../awake-clock.ts";
import { freePort } from "../free-port.ts";

const main = resolve(import.meta.dirname, "../../src/main.ts");

export interface AgentProcess extends AsyncDisposable {
  /** A document of the agent's, once `ready` finds in it what it waits for. */
  readonly read: (path: string, ready: (text: string) => boolean) => Promise<string>;
}

/** `taskvitals run` as a child process that knows nothing of this machine but the given environment. */
export const startAgentProcess = async (environment: Readonly<Record<string, string>>): Promise<AgentProcess> => {
  const port = await freePort();
  const child = spawn(process.execPath, [main, "run"], {
    env: { PATH: process.env.PATH ?? "", ECS_METRICS_EXPORTER_PORT: String(port), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const exit = once(child, "exit");

  const attempt = async (path: string): Promise<string> => {
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return response.ok ? await response.text() : "";
    } catch {
      return "";
    }
  };

  return {
    read: async (path, ready) => {
      const end = awakeMs() + 120_000;
      for (;;) {
        const text = await attempt(path);
        if (ready(text)) return text;
        if (child.exitCode !== null || awakeMs() > end)
          throw new Error(`${path}: not what was waited for\n${text}\n${log}`);
        await pause(25);
      }
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      await exit;
    },
  };
};
