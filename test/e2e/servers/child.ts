import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { awakeMs } from "../../awake-clock.ts";
import { programPath } from "./required.ts";
import { patienceMs, waitFor } from "./wait.ts";

export interface ChildOptions {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** The whole environment: nothing of the test's own is passed on. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard output and error, in the order written. */
  readonly logFile: string;
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Of time in which the machine did not stand still. */
  readonly afterMs: number;
}

/** A process of ours. It dies with the test that started it, however that ends. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  readonly log: () => string;
  readonly tail: () => string;
  /** Resolves when `attempt` gives a value; rejects with the log's tail when it never does, or at once when it exits. */
  readonly ready: <T>(what: string, attempt: () => Promise<T | undefined>) => Promise<T>;
  /** Sends the signal and resolves with how it ended and how long that took; SIGKILL after the deadline, and a fault. */
  readonly end: (signal: NodeJS.Signals, deadlineMs?: number) => Promise<Exit>;
}

/** The kernel kills it when the thread that started it is gone: a test run that is killed leaves nothing behind. */
const tether = ["setpriv", "--pdeathsig", "KILL", "--"] as const;

const exited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** The environment of a program that is to know nothing of this machine. */
export const bareEnvironment = (home: string): Record<string, string> => ({
  PATH: programPath,
  HOME: home,
  LANG: "C.UTF-8",
});

export const startChild = ({ name, command, env, cwd, logFile }: ChildOptions): Child => {
  const descriptor = openSync(logFile, "a");
  const [program, ...args] = [...tether, ...command];
  const child = spawn(program, args, {
    env,
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ["ignore", descriptor, descriptor],
  });
  closeSync(descriptor);
  let failure: Error | undefined;
  child.on("error", (error) => {
    failure = error;
  });
  const gone = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const log = (): string => readFileSync(logFile, "utf8");
  const tail = (): string => `--- end of the log of ${name}\n${log().slice(-4_000)}\n---`;
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} cannot be started (is setpriv of util-linux there?)`);

  const hopeless = (): Error | undefined => {
    if (failure !== undefined) return failure;
    if (!exited(child)) return undefined;
    return new Error(`${name} has ended by itself (${child.exitCode ?? child.signalCode})\n${tail()}`);
  };

  const end = async (signal: NodeJS.Signals, deadlineMs = patienceMs): Promise<Exit> => {
    const startMs = awakeMs();
    let late = false;
    if (!exited(child)) {
      child.kill(signal);
      const timer = setTimeout(() => {
        late = true;
        child.kill("SIGKILL");
      }, deadlineMs);
      await gone;
      clearTimeout(timer);
    }
    if (late) throw new Error(`${name} did not end within ${deadlineMs} ms of ${signal}\n${tail()}`);
    return { code: child.exitCode, signal: child.signalCode, afterMs: awakeMs() - startMs };
  };

  return {
    pid,
    log,
    tail,
    ready: (what, attempt) => waitFor({ what: `${name}: ${what}`, attempt, context: tail, hopeless }),
    end,
    [Symbol.asyncDispose]: async () => {
      await end("SIGKILL");
    },
  };
};
