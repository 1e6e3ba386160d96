import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { awakeMs } from "../awake-clock.ts";

const main = resolve(import.meta.dirname, "../../src/main.ts");

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** From the signal, when there was one, else from the start; time in which the machine stood still does not count. */
  readonly tookMs: number;
}

/** The real program as a child process that knows nothing of this machine but the given environment. */
export interface RunningCommand extends AsyncDisposable {
  readonly pid: number;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves with what `find` finds, which may fail before; rejects with what was written when the program ends or never has it. */
  readonly until: <T>(find: () => T | undefined | Promise<T | undefined>) => Promise<T>;
  readonly send: (signal: NodeJS.Signals) => Promise<Ended>;
  readonly ended: () => Promise<Ended>;
}

/** It costs nothing when what is waited for comes sooner. */
const patienceMs = 120_000;

export const startCommand = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningCommand => {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    written.err += text;
  });
  let sinceMs = awakeMs();
  const closed = new Promise<Ended>((settle) => {
    child.once("close", (code) => settle({ code, ...written, tookMs: awakeMs() - sinceMs }));
  });
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? 0,
    out: () => written.out,
    err: () => written.err,
    until: async (find) => {
      const untilMs = awakeMs() + patienceMs;
      let fault = "";
      for (;;) {
        try {
          const found = await find();
          if (found !== undefined) return found;
        } catch (error) {
          fault = String(error);
        }
        if (isOver() || awakeMs() > untilMs) {
          throw new Error(`taskvitals ${args.join(" ")}: it never came ${fault}\n${written.out}\n${written.err}`);
        }
        await pause(20);
      }
    },
    send: (signal) => {
      sinceMs = awakeMs();
      child.kill(signal);
      return closed;
    },
    ended: () => closed,
    [Symbol.asyncDispose]: async () => {
      if (!isOver()) child.kill("SIGKILL");
      await closed;
    },
  };
};

/** Runs the program to its end. */
export const command = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  startCommand(args, environment).ended();
