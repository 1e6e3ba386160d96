import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Runs a program to its end and gives its standard output; rejects with what it said when it fails. */
export const run = async (
  [program, ...args]: readonly [string, ...string[]],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> => (await execute(program, args, { maxBuffer: 64 * 1024 * 1024, ...options })).stdout;
