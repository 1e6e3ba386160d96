import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isFresh } from "./build.ts";
import { overBudget, pageSizes, sizeLines } from "./sizes.ts";
import { sourcesDigest } from "./sources.ts";

const project = join(import.meta.dirname, "..", "..");
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "taskvitals-page-"));
  await cp(join(project, "page"), join(root, "page"), {
    recursive: true,
    filter: (path) => !/node_modules|dist$/.test(path),
  });
  await cp(join(project, "package-lock.json"), join(root, "package-lock.json"));
});

afterEach(() => rm(root, { recursive: true }));

const write = async (path: string, content: string): Promise<void> => {
  await mkdir(join(root, path, ".."), { recursive: true });
  await writeFile(join(root, path), content);
};

describe("a built page", () => {
  it("is fresh while its sources are what it was built from", async () => {
    expect(await isFresh(root)).toBe(false);
    await write("page/dist/built-from", await sourcesDigest(root));
    expect(await isFresh(root)).toBe(true);
  });

  it.each(["page/src/another.ts", "page/index.html", "package-lock.json", "page/vite.config.ts"])(
    "is stale after a change of %s",
    async (path) => {
      await write("page/dist/built-from", await sourcesDigest(root));
      await write(path, "changed");
      expect(await isFresh(root)).toBe(false);
    },
  );

  it("stays fresh when times or tests alone have changed", async () => {
    await write("page/dist/built-from", await sourcesDigest(root));
    await utimes(join(root, "page/index.html"), 0, 0);
    await write("page/src/another.test.ts", "changed");
    expect(await isFresh(root)).toBe(true);
  });

  it("is the same wherever the clone is", async () => {
    expect(await sourcesDigest(root)).toBe(await sourcesDigest(project));
  });
});

describe("the weight of a page", () => {
  it("is that of everything that is served, compressed copies not counted twice", async () => {
    await write("dist/index.html", "<p>".repeat(500));
    await write("dist/assets/index-1.js", "x();".repeat(1000));
    await write("dist/assets/index-1.js.gz", "counted once");
    await write("dist/built-from", "not served");
    const sizes = await pageSizes(join(root, "dist"));
    expect(sizes.map(({ name, plain }) => [name, plain])).toEqual([
      ["index.html", 1500],
      ["assets/index-1.js", 4000],
    ]);
    const gzip = sizes.reduce((sum, size) => sum + size.gzip, 0);
    expect(overBudget(sizes, gzip)).toBeUndefined();
    expect(overBudget(sizes, gzip - 7)).toBe(7);
    expect(sizeLines(sizes).at(-1)).toContain("5500");
  });
});
