import { expect, test } from "vitest";
import { linesOf, parseCount, parseFlat, parseLimit, parseSingle } from "./kernel-text.ts";

test.each([
  ["0", 0],
  ["18446744073709551615", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["1e3", undefined],
  ["", undefined],
  [undefined, undefined],
  ["123456789012345678901", undefined],
  ["9223372036854771712", 2 ** 63 - 4096],
])("the count %j is %j", (text, value) => {
  expect(parseCount(text)).toBe(value);
});

test.each([
  ["4096\n", 4096],
  ["max\n", undefined],
  ["-1\n", undefined],
  ["0\n", undefined],
  ["9223372036854771712\n", undefined],
  [undefined, undefined],
])("the limit %j is %j", (text, value) => {
  expect(parseLimit(text)).toBe(value);
});

test("a single number may end with a line, and nothing else", () => {
  expect(parseSingle("17\n")).toBe(17);
  expect(parseSingle("17\n18\n")).toBeUndefined();
});

test("keys and values; lines of another shape are left out", () => {
  const text = "nr_periods 3\ncore_sched.force_idle_usec 0\nbroken\n 5\nbelow -1\ntwo words 3\n\nlast 7";
  expect(Object.fromEntries(parseFlat(text))).toEqual({ nr_periods: 3, "core_sched.force_idle_usec": 0, last: 7 });
  expect(parseFlat(undefined).size).toBe(0);
});

test("a file without end is cut", () => {
  expect(linesOf("x\n".repeat(100_000)).length).toBe(20_000);
});
