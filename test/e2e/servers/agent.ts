import { join, resolve } from "node:path";
import { freePort } from "../../free-port.ts";
import { bareEnvironment, type Child, startChild } from "./child.ts";
import { makeScratch } from "./scratch.ts";
import { patienceMs } from "./wait.ts";

export interface AgentOptions {
  /** `run` when left out. */
  readonly command?: readonly string[];
  /** What the agent finds in its environment, apart from its port, its buffer, PATH and HOME. */
  readonly env: Readonly<Record<string, string>>;
  /** Any free one when left out. */
  readonly port?: number;
  /** What Node.js is told to run, with its own options before it; the sources when left out. */
  readonly runs?: readonly string[];
}

export interface Agent extends AsyncDisposable {
  readonly child: Child;
  readonly port: number;
  readonly url: string;
  /** The exposition, as Prometheus gets it. */
  readonly metrics: () => Promise<string>;
}

/** The real program, from its sources. */
export const program = resolve(import.meta.dirname, "../../../src/main.ts");

/** Starts the real program and waits until it serves metrics. */
export const startAgent = async ({
  command = ["run"],
  env,
  runs = [program],
  ...wanted
}: AgentOptions): Promise<Agent> => {
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await makeScratch("agent"));
  const port = wanted.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const child = stack.use(
    startChild({
      name: `taskvitals ${command.join(" ")}`,
      command: [process.execPath, ...runs, ...command],
      env: {
        ...bareEnvironment(scratch.path),
        ECS_METRICS_EXPORTER_PORT: String(port),
        // What an agent before it has left for an output of the same name would be delivered first.
        TASKVITALS_BUFFER_PATH: join(scratch.path, "buffer"),
        ...env,
      },
      logFile: join(scratch.path, "log"),
    }),
  );
  const metrics = async (): Promise<string> => {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(patienceMs) });
    if (!response.ok) throw new Error(`/metrics: ${response.status}`);
    return await response.text();
  };
  await child.ready("serves /metrics", metrics);
  const owned = stack.move();
  return { child, port, url, metrics, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};
