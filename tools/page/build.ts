import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { sourcesDigest } from "./sources.ts";

const run = promisify(execFile);

/** Beside the page, not part of it: what it was built from. */
const stamp = "built-from";

export const pageFolder = (root: string): string => join(root, "page", "dist");

/** Whether the page has been built from its sources as they are. */
export const isFresh = async (root: string): Promise<boolean> => {
  const [digest, built] = await Promise.all([
    sourcesDigest(root),
    readFile(join(pageFolder(root), stamp), "utf8").catch(() => ""),
  ]);
  return digest === built;
};

/** Builds the page with Vite. Rejects with what Vite said when it cannot be built. */
export const buildPage = async (root: string): Promise<void> => {
  const digest = await sourcesDigest(root);
  const workspace = join(root, "page");
  const vite = dirname(createRequire(join(workspace, "package.json")).resolve("vite/package.json"));
  await run(process.execPath, [join(vite, "bin", "vite.js"), "build", "--logLevel", "warn"], { cwd: workspace });
  await writeFile(join(pageFolder(root), stamp), digest);
};
