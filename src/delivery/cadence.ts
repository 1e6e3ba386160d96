import type { Clock } from "../ports/clock.ts";

/** Timers may wake a little early, by this share of the cadence at the most: the tick counts as come then. */
const earlyShare = 0.001;

/** Ticks at a fixed pace; each output has its own phase, so that agents started together don't send together. */
export const openCadence = (clock: Clock, cadenceMs: number, phase: number): { untilNextMs(): number } => {
  const originMs = clock.monotonic() - (1 - phase) * cadenceMs;
  return {
    untilNextMs: () => {
      const passedMs = clock.monotonic() - originMs;
      const next = Math.floor(passedMs / cadenceMs + earlyShare) + 1;
      return next * cadenceMs - passedMs;
    },
  };
};
