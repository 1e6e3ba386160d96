import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../ports/clock.ts";

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now() + stepMs(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch {
      // Only an abort rejects here, and an abort means: no longer.
    }
  },
};

/** `performance` never follows a step of the wall clock; the whole milliseconds of `Date` do. */
const stepMs = (): number => {
  const differenceMs = Date.now() - (performance.timeOrigin + performance.now());
  return Math.abs(differenceMs) > 2 ? differenceMs : 0;
};
