import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantileOf, together } from "./quantile.ts";

describe("a quantile from buckets", () => {
  const buckets = { bounds: [0.1, 0.5, 1], atMost: [50, 90, 100], total: 100 };

  it.each([
    [0.5, 0.1],
    [0.25, 0.05],
    [0.7, 0.3],
    [0.95, 0.75],
    [1, 1],
  ])("%f is at %f", (share, value) => {
    expect(quantileOf(buckets, share)?.value).toBeCloseTo(value);
    expect(quantileOf(buckets, share)?.above).toBe(false);
  });

  it("that lies above the last bucket is somewhere above it", () => {
    expect(quantileOf({ ...buckets, total: 200 }, 0.9)).toEqual({ value: 1, above: true });
  });

  it("of a lowest bucket that is not above 0 is at its bound", () => {
    expect(quantileOf({ bounds: [-1, 1], atMost: [10, 10], total: 10 }, 0.5)).toEqual({ value: -1, above: false });
  });

  it("of nothing, and of no buckets, is not known", () => {
    expect(quantileOf({ ...buckets, atMost: [0, 0, 0], total: 0 }, 0.5)).toBeUndefined();
    expect(quantileOf({ bounds: [], atMost: [], total: 5 }, 0.5)).toBeUndefined();
  });

  it("lies in the bucket where the observation of that rank is", () => {
    const observations = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 50 });
    const bounds = [10, 50, 200, 600];
    fc.assert(
      fc.property(observations, fc.constantFrom(0.5, 0.9, 0.99), (all, share) => {
        const atMost = bounds.map((bound) => all.filter((one) => one <= bound).length);
        const found = quantileOf({ bounds, atMost, total: all.length }, share);
        const truth = all.toSorted((one, other) => one - other)[Math.ceil(share * all.length) - 1] ?? Number.NaN;
        const bucket = bounds.findIndex((bound) => truth <= bound);
        if (bucket < 0) expect(found).toEqual({ value: 600, above: true });
        else {
          expect(found?.value).toBeLessThanOrEqual((bounds[bucket] ?? 0) + 1e-9);
          expect(found?.value).toBeGreaterThanOrEqual((bounds[bucket - 1] ?? 0) - 1e-9);
        }
      }),
    );
  });
});

describe("several histograms", () => {
  it("are one where their bounds are the same", () => {
    const one = { bounds: [1, 2], atMost: [1, 2], total: 3 };
    expect(together([one, { bounds: [1, 2], atMost: [10, 20], total: 30 }])).toEqual({
      bounds: [1, 2],
      atMost: [11, 22],
      total: 33,
    });
    expect(together([one, { bounds: [1, 3], atMost: [1, 2], total: 3 }])).toBeUndefined();
    expect(together([])).toBeUndefined();
  });
});
