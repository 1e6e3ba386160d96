import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What the built page depends on, besides its packages, which the lock file tells. */
const single = [
  "package-lock.json",
  "page/index.html",
  "page/package.json",
  "page/tsconfig.json",
  "page/vite.config.ts",
];
const folder = "page/src";

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

/** Tells whether the page's sources are what they were: a digest of their names and contents. Times do not count. */
export const sourcesDigest = async (root: string): Promise<string> => {
  const found = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const inside = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const paths = [...single.map((path) => join(root, path)), ...inside.filter((path) => !isTest(path)).sort()];
  const contents = await Promise.all(paths.map((path) => readFile(path)));
  const hash = createHash("sha256");
  for (const [place, path] of paths.entries()) {
    const content = contents[place] ?? Buffer.of();
    hash.update(`${path.slice(root.length)} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
};
