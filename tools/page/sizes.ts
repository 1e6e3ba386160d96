import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** Bytes of one file of the page. */
export interface FileSize {
  readonly name: string;
  readonly plain: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Sizes of everything that the agent would serve of this folder. */
export const pageSizes = async (folder: string): Promise<readonly FileSize[]> => {
  const assets = await readdir(join(folder, "assets"));
  const names = ["index.html", ...assets.sort().map((name) => `assets/${name}`)];
  return Promise.all(
    names
      .filter((name) => !/\.(br|gz)$/.test(name))
      .map(async (name) => {
        const content = await readFile(join(folder, name));
        const gzip = gzipSync(content, { level: 9 }).length;
        return { name, plain: content.length, gzip, brotli: brotliCompressSync(content).length };
      }),
  );
};

const total = (sizes: readonly FileSize[]): FileSize => {
  const sum = (key: "plain" | "gzip" | "brotli"): number => sizes.reduce((bytes, size) => bytes + size[key], 0);
  return { name: "all", plain: sum("plain"), gzip: sum("gzip"), brotli: sum("brotli") };
};

/** A line for each file and one for all of them. */
export const sizeLines = (sizes: readonly FileSize[]): readonly string[] => {
  const rows = [...sizes, total(sizes)];
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name: string, ...cells: readonly (string | number)[]): string =>
    [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(9))].join("  ");
  return [
    line("file", "bytes", "gzip", "brotli"),
    ...rows.map((row) => line(row.name, row.plain, row.gzip, row.brotli)),
  ];
};

/** What is over the budget, in bytes with gzip; undefined when nothing is. */
export const overBudget = (sizes: readonly FileSize[], budget: number): number | undefined => {
  const { gzip } = total(sizes);
  return gzip > budget ? gzip - budget : undefined;
};
