import { join } from "node:path";
import { rolldown } from "rolldown";

/** What the agent needs of undici is a fifth of it; the rest costs memory and time at the start. */
const alias = {
  undici: join(import.meta.dirname, "bundle", "undici-agent.cjs"),
  "node:http2": join(import.meta.dirname, "bundle", "no-http2.cjs"),
};

/** Bundles a program into one file that Node runs with no package beside it. Returns the file's size in bytes. */
export const bundle = async (entry: string, file: string): Promise<number> => {
  const build = await rolldown({ input: entry, platform: "node", logLevel: "warn", resolve: { alias } });
  // Names stay as written, so that a stack trace in a bug report can be read.
  const minify = { mangle: false, compress: true } as const;
  const { output } = await build.write({ file, format: "esm", minify, codeSplitting: false });
  await build.close();
  return output.reduce((bytes, part) => bytes + (part.type === "chunk" ? part.code.length : 0), 0);
};
