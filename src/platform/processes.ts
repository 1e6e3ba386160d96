import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ProcessEnd, Processes, ProcessStart, RunningProcess } from "../ports/processes.ts";
import { errorText } from "./error-text.ts";

/** `cat` waits for the end of its input and is there on every POSIX system: the smallest process that sleeps. */
const command = ({ program, args }: ProcessStart): [string, string[]] => {
  if (program === "pause") return ["cat", []];
  const script = {
    "web-server": new URL("./workload/web-server.ts", import.meta.url),
    worker: new URL("./workload/worker.ts", import.meta.url),
    cache: new URL("./workload/cache.ts", import.meta.url),
    migration: new URL("./workload/migration.ts", import.meta.url),
  }[program];
  return [process.execPath, [fileURLToPath(script), ...args]];
};

const end = (child: ChildProcess): Promise<ProcessEnd> =>
  new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      resolve({ exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) });
    });
  });

/** Child processes of this one. */
export const nodeProcesses: Processes = {
  start: (options) =>
    new Promise((resolve) => {
      const [file, args] = command(options);
      const child = spawn(file, args, {
        // Its errors come through us: a child that holds the terminal itself resets its mode as it ends.
        stdio: ["pipe", "pipe", "pipe"],
        env: process.env.PATH === undefined ? {} : { PATH: process.env.PATH },
      });
      child.once("error", (error) => resolve({ ok: false, detail: errorText(error) }));
      // A child that ends while it is written to is no trouble of ours.
      child.stdin.on("error", () => {});
      createInterface({ input: child.stdout }).on("line", options.onLine);
      child.stderr.on("data", (text) => process.stderr.write(text));
      const ended = end(child);
      child.once("spawn", () => {
        const running: RunningProcess = {
          ok: true,
          pid: child.pid ?? 0,
          send: (line) => {
            if (child.stdin.writable) child.stdin.write(`${line}\n`);
          },
          ended,
          kill: () => {
            child.kill("SIGKILL");
          },
        };
        resolve(running);
      });
    }),
};
