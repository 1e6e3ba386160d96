import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hurriedBackOff, usualBackOff, waitMs } from "./back-off.ts";
import type { Wait } from "./wait.ts";

const retry: Wait = { kind: "retry", problem: undefined };
const hold: Wait = { kind: "hold", problem: undefined };

describe("back-off", () => {
  it("doubles its bound from one failure to the next, up to a minute", () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 50, 5000].map((inARow) => waitMs(retry, inARow, 1, usualBackOff));
    expect(bounds).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  });

  it("is anywhere between a second and the bound", () => {
    expect(waitMs(retry, 10, 0, usualBackOff)).toBe(1000);
    expect(waitMs(retry, 10, 0.5, usualBackOff)).toBe(30_500);
    fc.assert(
      fc.property(fc.nat(200), fc.double({ min: 0, max: 1, noNaN: true }), (inARow, random) => {
        const ms = waitMs(retry, inARow, random, usualBackOff);
        expect(ms).toBeGreaterThanOrEqual(1000);
        expect(ms).toBeLessThanOrEqual(60_000);
      }),
    );
  });

  it("is short in a hurry", () => {
    expect([0, 1].map((random) => waitMs(retry, 9, random, hurriedBackOff))).toEqual([100, 1000]);
  });

  it("is what the back end asked for, beyond the bound too, but an hour at the most", () => {
    expect(waitMs({ ...retry, afterMs: 5000 }, 9, 0, usualBackOff)).toBe(5000);
    expect(waitMs({ ...retry, afterMs: 900_000 }, 1, 0.5, usualBackOff)).toBe(900_500);
    expect(waitMs({ ...retry, afterMs: 86_400_000 }, 1, 0, usualBackOff)).toBe(3_600_000);
    for (const afterMs of [0, -5, Number.NaN]) {
      expect(waitMs({ ...retry, afterMs }, 1, 1, usualBackOff)).toBe(2000);
    }
  });

  it("grows from a minute to five while somebody has to mend something", () => {
    expect([0, 1, 2, 3, 4, 99].map((inARow) => waitMs(hold, inARow, 0.5, usualBackOff))).toEqual([
      60_000, 60_000, 120_000, 240_000, 300_000, 300_000,
    ]);
  });
});
