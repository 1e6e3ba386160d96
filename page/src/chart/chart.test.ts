import { describe, expect, test } from "vitest";
import { figuresIn } from "../figures/figures.ts";
import { stepsFor, tickText, timeText, topOf } from "./axis.ts";
import { moveCursor, nearest, placeAt } from "./cursor.ts";
import { breakGaps } from "./gaps.ts";
import { bucketFor, merge } from "./merge.ts";
import { align, stack } from "./stack.ts";
import { summarize } from "./summary.ts";

const seconds = (...at: number[]): number[] => at.map((second) => second * 1000);

describe("gaps", () => {
  test("a hole between regular points breaks the line", () => {
    const broken = breakGaps({ times: seconds(0, 1, 2, 12, 13), values: [[1, 2, 3, 4, 5]] }, 1000);
    expect(broken).toEqual({ times: seconds(0, 1, 2, 7, 12, 13), values: [[1, 2, 3, null, 4, 5]] });
  });

  test("a change of pace does not", () => {
    const columns = { times: seconds(0, 10, 20, 30, 31, 32, 42, 52), values: [[1, 1, 1, 1, 1, 1, 1, 1]] };
    expect(breakGaps(columns, 1000)).toEqual(columns);
  });

  test("the agent's pace is no gap, even between two points alone", () => {
    const columns = { times: seconds(0, 10), values: [[1, 2]] };
    expect(breakGaps(columns, 10_000)).toEqual(columns);
    expect(breakGaps(columns, 1000).values).toEqual([[1, null, 2]]);
  });

  test("none without points", () => {
    expect(breakGaps({ times: [], values: [[]] }, 1000)).toEqual({ times: [], values: [[]] });
  });
});

describe("merging", () => {
  test("few points stay as they are", () => {
    const values = [[1, null, 3]];
    const { bucketMs, mean, low, high } = merge({ times: seconds(1, 2, 3), values }, 3);
    expect([bucketMs, mean, low, high]).toEqual([0, values, values, values]);
  });

  test("what falls into one bucket has its mean, lowest and highest", () => {
    const merged = merge({ times: seconds(0, 1, 2, 3), values: [[1, 5, 2, 4]] }, 2);
    expect(merged).toEqual({
      times: seconds(0.5, 2.5),
      mean: [[3, 3]],
      low: [[1, 2]],
      high: [[5, 4]],
      bucketMs: 2000,
    });
  });

  test("what is not known is left out, and a bucket without anything known stays a gap", () => {
    const merged = merge({ times: seconds(0, 1, 2, 3, 4, 5), values: [[null, 6, null, null, 1, 3]] }, 3);
    expect(merged.mean).toEqual([[6, null, 2]]);
    expect(merged.low).toEqual([[6, null, 1]]);
    expect(merged.high).toEqual([[6, null, 3]]);
  });

  test("buckets stand still while points move on", () => {
    const points = (from: number) => ({
      times: Array.from({ length: 60 }, (_, at) => (from + at) * 1000),
      values: [Array.from({ length: 60 }, (_, at) => from + at)],
    });
    const before = merge(points(100), 20);
    const after = merge(points(105), 20);
    const at = after.times.indexOf(before.times[10] ?? 0);
    expect(at).toBeGreaterThan(0);
    expect(after.mean[0]?.[at]).toBe(before.mean[0]?.[10]);
  });

  test.each([
    [60_000, 100, 1000],
    [900_000, 450, 2000],
    [900_000, 100, 10_000],
    [86_400_000, 10, 60_000],
  ])("%d ms in %d places: buckets of %d ms", (spanMs, places, bucketMs) => {
    expect(bucketFor(spanMs, places)).toBe(bucketMs);
  });
});

describe("stacking", () => {
  test("sums upwards; who has no figure adds nothing; a gap of all is a gap", () => {
    expect(
      stack([
        [1, null, null],
        [2, 3, null],
      ]),
    ).toEqual([
      [1, 0, null],
      [3, 3, null],
    ]);
    expect(stack([])).toEqual([]);
  });

  test("columns with times of their own hold their figure for a while", () => {
    const aligned = align(
      [
        { times: seconds(0, 10, 20), values: [1, 2, 3] },
        { times: seconds(1, 11), values: [5, null] },
      ],
      8000,
    );
    expect(aligned.times).toEqual(seconds(0, 1, 10, 11, 20));
    expect(aligned.values).toEqual([
      [1, 1, 2, 2, 3],
      [null, 5, null, null, null],
    ]);
  });
});

describe("cursor", () => {
  const times = seconds(0, 1, 2, 3);

  test("the nearest time", () => {
    expect(nearest(times, 1400)).toBe(1);
    expect(nearest(times, 99_000)).toBe(3);
    expect(nearest([], 0)).toBe(-1);
  });

  test.each([
    [undefined, "ArrowLeft", 3000],
    [undefined, "Home", 0],
    [2000, "ArrowLeft", 1000],
    [2000, "ArrowRight", 3000],
    [3000, "ArrowRight", 3000],
    [2000, "PageDown", 0],
    [1000, "End", 3000],
    [1000, "a", undefined],
  ])("at %s, %s goes to %s", (at, key, to) => {
    expect(moveCursor(times, at, key)).toBe(to);
  });

  test("nowhere without points", () => {
    expect(moveCursor([], undefined, "ArrowLeft")).toBeUndefined();
  });
});

describe("summary", () => {
  test("an unknown newest figure stays unknown", () => {
    expect(summarize([3, 1, 2])).toEqual({ last: 2, min: 1, max: 3 });
    expect(summarize([3, 0, null])).toEqual({ last: null, min: 0, max: 3 });
    expect(summarize([])).toEqual({ last: null, min: null, max: null });
  });
});

describe("axes", () => {
  const figures = figuresIn("en");

  test("ticks of bytes are whole in their unit", () => {
    expect(stepsFor("By")).toContain(256 * 1024 ** 2);
    expect(stepsFor("{vcpu}")).toBeUndefined();
    expect(tickText(256 * 1024 ** 2, "By", false, figures)).toBe("256 MiB");
    expect(tickText(0.25, "{vcpu}", false, figures)).toBe("0.25");
    expect(tickText(0.25, "1", false, figures)).toBe("25%");
    expect(tickText(0.02, "s", false, figures)).toBe("20ms");
    expect(tickText(0.02, "s", true, figures)).toBe("0.02");
  });

  test("seconds only where they tell ticks apart", () => {
    expect(timeText(0, 60_000, figures)).toMatch(/^\d\d:\d\d$/);
    expect(timeText(0, 5000, figures)).toMatch(/^\d\d:\d\d:\d\d$/);
  });

  test("the top has room above figures, and above the limit when asked for", () => {
    expect(topOf(10, 100, false)).toBe(11);
    expect(topOf(10, 100, true)).toBeCloseTo(110);
    expect(topOf(200, 100, true)).toBeCloseTo(220);
    expect(topOf(null, undefined, true)).toBe(1);
  });
});

test("a time that another chart goes back to has no figures here; just before and after the ends, the nearest count", () => {
  const model = { times: seconds(100, 110, 120), fromMs: 60_000, toMs: 120_000 };
  expect(placeAt(model, 70_000)).toBe(-1);
  expect(placeAt(model, 95_000)).toBe(0);
  expect(placeAt(model, 112_000)).toBe(1);
  expect(placeAt(model, 128_000)).toBe(2);
  expect(placeAt(model, 140_000)).toBe(-1);
  expect(placeAt({ times: [], fromMs: 0, toMs: 0 }, 0)).toBe(-1);
});
