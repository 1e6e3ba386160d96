import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { bareEnvironment } from "./child.ts";

const program = resolve(import.meta.dirname, "../../../src/main.ts");

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command of the real program, to its end. */
export const runCommand = (args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> =>
  new Promise((done) => {
    const options = { env: { ...bareEnvironment("/"), ...env }, timeout: 30_000 };
    const child = execFile(process.execPath, [program, ...args], options, (_, out, err) =>
      done({ code: child.exitCode ?? -1, out, err }),
    );
  });
