import { describe, expect, it } from "vitest";
import { formatValue } from "./number.ts";

describe("a value", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [1.5, "1.5"],
    [0.1 + 0.2, "0.30000000000000004"],
    [1e21, "1e+21"],
    [5e-324, "5e-324"],
    [2 ** 64, "18446744073709552000"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
  ])("%d is written as %s", (value, written) => {
    expect(formatValue(value)).toBe(written);
  });
});
