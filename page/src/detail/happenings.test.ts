import { expect, test } from "vitest";
import type { HappeningNote } from "../../../src/web/api/contract.ts";
import { happeningsOf } from "./happenings.ts";

const note = (key: string, atMs: number): HappeningNote => ({ key, atMs, kind: "started", facts: {} });

test("those of the keys, each once, oldest first", () => {
  const found = happeningsOf(new Set(["a", "b"]), [note("a", 5), note("c", 1)], [note("b", 2), note("a", 5)]);
  expect(found.map(({ key, atMs }) => `${key}${atMs}`)).toEqual(["b2", "a5"]);
});
