import { systemClock } from "../src/platform/clock.ts";
import type { Clock } from "../src/ports/clock.ts";

/** The wall clock, moved on by hand; durations and waits stay real. */
export const steppedClock = (startMs: number): Clock & { advance(ms: number): void } => {
  let offsetMs = startMs - systemClock.now();
  return {
    now: () => systemClock.now() + offsetMs,
    monotonic: systemClock.monotonic,
    sleep: systemClock.sleep,
    advance: (ms) => {
      offsetMs += ms;
    },
  };
};
