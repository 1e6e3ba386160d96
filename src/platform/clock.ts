import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../ports/clock.ts";

/** Node's timers overflow beyond this, and then fire at once. */
const longestSleepMs = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await wait(Math.min(Math.max(ms, 0), longestSleepMs), undefined, signal === undefined ? {} : { signal });
    } catch {
      // Only an abort rejects here, and an abort means: no longer.
    }
  },
};
