import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { rolldown } from "rolldown";
import { packagesOf } from "./packages.ts";

/** A single letter beyond Latin-1 would make V8 keep the whole text with two bytes a letter. */
const inAscii = (code: string): string =>
  code.replaceAll(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

export interface Bundled {
  /** Size of the file. */
  readonly bytes: number;
  /** The npm packages that parts of are in it. */
  readonly packages: readonly string[];
}

/** Bundles a program into one file that Node runs with no package beside it. */
export const bundle = async (entry: string, file: string): Promise<Bundled> => {
  const build = await rolldown({ input: entry, platform: "node", logLevel: "warn" });
  const { output } = await build.generate({
    format: "esm",
    codeSplitting: false,
    // Names stay as written, so that a stack trace in a bug report can be read.
    minify: { mangle: false, compress: true },
    // Each module is a function of its own: V8 parses one after the other, not all at once, whose memory malloc would keep.
    strictExecutionOrder: true,
  });
  await build.close();
  const [program, ...others] = output;
  if (program?.type !== "chunk" || others.length > 0) throw new Error(`${entry}: it is more than one file`);
  const code = inAscii(program.code);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, code);
  return { bytes: code.length, packages: packagesOf(program.moduleIds) };
};
