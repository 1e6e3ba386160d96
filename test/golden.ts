import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { expect } from "vitest";

/**
 * Compares a text with a committed file. `UPDATE=1` writes the file where it differs, and fails all the same: a
 * changed golden is to be read and committed, never taken in passing.
 */
export const expectGolden = (file: string, text: string): void => {
  const committed = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (process.env.UPDATE === "1" && committed !== text) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    expect.fail(`${relative(process.cwd(), file)} was written anew: read the difference and commit it.`);
  }
  expect(text, `${relative(process.cwd(), file)}; UPDATE=1 writes it anew`).toBe(committed);
};
