import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { expectGolden } from "./golden.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "taskvitals-golden-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("a golden that is missing or differs fails, and is written only when asked, which fails too", () => {
  const file = join(folder, "deep", "golden.txt");
  vi.stubEnv("UPDATE", undefined);
  expect(() => expectGolden(file, "one")).toThrow("UPDATE=1");
  vi.stubEnv("UPDATE", "1");
  expect(() => expectGolden(file, "one")).toThrow("written anew");
  expect(readFileSync(file, "utf8")).toBe("one");
  expectGolden(file, "one");
  vi.stubEnv("UPDATE", undefined);
  expectGolden(file, "one");
  expect(() => expectGolden(file, "two")).toThrow("UPDATE=1");
});
