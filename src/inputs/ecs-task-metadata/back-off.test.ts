import { describe, expect, it } from "vitest";
import { openBackOff } from "./back-off.ts";

/** Whether it may ask at each of these times (s), with a 429 to every question. */
const asksAt = (times: readonly number[], askedMs?: number): readonly number[] => {
  const backOff = openBackOff();
  return times.filter((second) => {
    if (backOff.waitMs(second * 1000) > 0) return false;
    backOff.throttled(second * 1000, askedMs);
    return true;
  });
};

const every = (seconds: number, count: number) => Array.from({ length: count }, (_, turn) => turn * seconds);

describe("backing off", () => {
  it("doubles the interval up to a minute", () => {
    expect(asksAt(every(10, 40))).toEqual([0, 20, 60, 120, 180, 240, 300, 360]);
  });

  it("starts from the interval that is really kept", () => {
    const times = [0, ...every(5, 60).map((second) => second + 5)];
    const backOff = openBackOff();
    backOff.waitMs(0);
    backOff.waitMs(5000);
    backOff.throttled(5000, undefined);
    expect(times.filter((second) => second > 5 && backOff.waitMs(second * 1000) === 0)[0]).toBe(15);
  });

  it("does not lose a turn to a timer that fires a little early", () => {
    const backOff = openBackOff();
    backOff.waitMs(0);
    backOff.throttled(0, undefined);
    expect(backOff.waitMs(10_000)).toBe(10_000);
    expect(backOff.waitMs(19_950)).toBe(0);
  });

  it("waits as long as it was asked to, within a minute", () => {
    expect(asksAt(every(10, 12), 45_000)).toEqual([0, 50, 110]);
    expect(asksAt(every(10, 12), 3_600_000)).toEqual([0, 60]);
  });

  it("is over with the first answer", () => {
    const backOff = openBackOff();
    backOff.waitMs(0);
    backOff.throttled(0, undefined);
    for (const nowMs of [10_000, 20_000]) backOff.waitMs(nowMs);
    backOff.throttled(20_000, undefined);
    backOff.answered();
    expect(backOff.waitMs(30_000)).toBe(0);
    backOff.throttled(30_000, undefined);
    expect(backOff.waitMs(30_000)).toBe(20_000);
  });

  it("does not wait for a clock that stepped back an hour", () => {
    const backOff = openBackOff();
    backOff.waitMs(3_600_000);
    backOff.throttled(3_600_000, undefined);
    expect(backOff.waitMs(10_000)).toBe(0);
  });
});
