import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTime } from "../../model/time.ts";
import { jsonText } from "./json-text.ts";
import { sourceTime, timeText } from "./time-text.ts";

test("a big integer keeps its digits where a double would not", () => {
  expect(jsonText({ limit: 18_446_744_073_709_551_615n, left: undefined })).toBe('{"limit":18446744073709551615}');
  expect(jsonText([9_223_372_036_854_771_712n])).toBe("[9223372036854771712]");
});

test("a time is written as Go writes it", () => {
  expect(timeText(0)).toBe("1970-01-01T00:00:00Z");
  expect(timeText(1_700_000_000_000)).toBe("2023-11-14T22:13:20Z");
  expect(timeText(1_700_000_000_120.5)).toBe("2023-11-14T22:13:20.1205Z");
  expect(timeText(1_699_999_999_999.999_8)).toBe("2023-11-14T22:13:20Z");
});

test("every written time is read back to the microsecond", () => {
  fc.assert(
    fc.property(fc.double({ min: 1_000, max: 4e12, noNaN: true }), (ms) => {
      expect(parseTime(timeText(ms))).toBeCloseTo(ms, 2);
    }),
  );
});

test("a step of the clock moves what happens from then on", () => {
  const steps = [
    { atMs: 2_000, byMs: 3_600_000 },
    { atMs: 4_000, byMs: -1_000 },
  ];
  expect([1_000, 2_000, 4_000].map((ms) => sourceTime(ms, steps))).toEqual([
    "1970-01-01T00:00:01Z",
    "1970-01-01T01:00:02Z",
    "1970-01-01T01:00:03Z",
  ]);
});
