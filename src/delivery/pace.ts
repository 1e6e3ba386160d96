import type { Clock } from "../ports/clock.ts";
import { type Attempt, notMade } from "./attempt.ts";

/** Lets requests through one by one, never closer together than the back end allows: a drained backlog is no burst. */
export const paced = (attempt: Attempt, clock: Clock, maxPerSecond: number): Attempt => {
  const gapMs = 1000 / maxPerSecond;
  let nextMs = Number.NEGATIVE_INFINITY;
  return async (payload, signal) => {
    const waitMs = nextMs - clock.monotonic();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    if (signal.aborted) return notMade;
    nextMs = clock.monotonic() + gapMs;
    return attempt(payload, signal);
  };
};
