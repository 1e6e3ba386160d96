import { join } from "node:path";
import { rolldown } from "rolldown";
import { packagesOf } from "./packages.ts";

/** What the agent needs of undici is a fifth of it; the rest costs memory and time at the start. */
const alias = {
  undici: join(import.meta.dirname, "bundle", "undici-agent.cjs"),
  "node:http2": join(import.meta.dirname, "bundle", "no-http2.cjs"),
};

export interface Bundled {
  /** Size of the file. */
  readonly bytes: number;
  /** The npm packages that parts of are in it. */
  readonly packages: readonly string[];
}

/** Bundles a program into one file that Node runs with no package beside it. */
export const bundle = async (entry: string, file: string): Promise<Bundled> => {
  const build = await rolldown({ input: entry, platform: "node", logLevel: "warn", resolve: { alias } });
  // Names stay as written, so that a stack trace in a bug report can be read.
  const minify = { mangle: false, compress: true } as const;
  const { output } = await build.write({ file, format: "esm", minify, codeSplitting: false });
  await build.close();
  const chunks = output.flatMap((part) => (part.type === "chunk" ? [part] : []));
  return {
    bytes: chunks.reduce((bytes, { code }) => bytes + code.length, 0),
    packages: packagesOf(chunks.flatMap(({ moduleIds }) => moduleIds)),
  };
};
