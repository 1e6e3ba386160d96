import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { patienceMs } from "./wait.ts";

const execute = promisify(execFile);

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly timeoutMs?: number;
}

/** Runs a program to its end and gives its standard output; rejects with its standard error when it fails. */
export const run = async (
  [program, ...args]: readonly [string, ...string[]],
  { env, cwd, timeoutMs = patienceMs }: RunOptions = {},
): Promise<string> => {
  const { stdout } = await execute(program, args, {
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
    timeout: timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
};

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program that reads `input`, and gives its exit code with all it printed. */
export const feed = (command: readonly [string, ...string[]], input: string): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const [program, ...args] = command;
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
