import { expect, test } from "vitest";
import { readNumber, readWholeNumber } from "./number.ts";

test.each<[string, number]>([
  ["1", 1],
  ["-1.5e+3", -1500],
  ["+.5", 0.5],
  ["1.", 1],
  ["1E3", 1000],
  ["NaN", Number.NaN],
  ["nan", Number.NaN],
  ["+Inf", Number.POSITIVE_INFINITY],
  ["inf", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["4.9e-324", 5e-324],
  ["1e-400", 0],
])("%s is %d", (text, value) => {
  expect(readNumber(text)).toBe(value);
});

test.each(["", "0x10", "0x1p4", "1_000", "0b1", "0o7", "1e400", "1e", "--1", "1,5", "+NaN", "constructor", "1f"])(
  "%j is no number, as for Prometheus",
  (text) => {
    expect(readNumber(text)).toBeUndefined();
  },
);

test("a time in text 0.0.4 is whole", () => {
  expect(["0", "-12", "1700000000000", "", "-", "1.5", "1e3", "+1"].map(readWholeNumber)).toEqual([
    0,
    -12,
    1700000000000,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
