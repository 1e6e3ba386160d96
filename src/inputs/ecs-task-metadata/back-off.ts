/** Spaces the requests out after the endpoint said 429, which counts against every program of the task. */
export interface BackOff {
  /** How long nothing may be asked from now on, in ms; 0 when it may. Call it once a collection. */
  waitMs(nowMs: number): number;
  throttled(nowMs: number, askedMs: number | undefined): void;
  /** An answer came: back to the usual pace. */
  answered(): void;
}

const longestMs = 60_000;
const usualIntervalMs = 10_000;
/** A timer that fires this part of an interval early must not cost a whole one. */
const earlyShare = 0.1;

/** Doubles the time between two collections at every 429, up to a minute. */
export const openBackOff = (): BackOff => {
  let intervalMs = usualIntervalMs;
  let lastMs: number | undefined;
  let delayMs = 0;
  let untilMs = 0;
  return {
    waitMs: (nowMs) => {
      // A clock that stepped back must not hold requests up for longer than the longest wait.
      if (untilMs - nowMs > longestMs) untilMs = nowMs;
      const passedMs = nowMs - (lastMs ?? nowMs);
      if (passedMs > 0 && passedMs < longestMs) intervalMs = passedMs;
      lastMs = nowMs;
      const waitMs = untilMs - nowMs;
      return waitMs > intervalMs * earlyShare ? waitMs : 0;
    },
    throttled: (nowMs, askedMs = 0) => {
      delayMs = Math.min(longestMs, Math.max(2 * (delayMs === 0 ? intervalMs : delayMs), askedMs));
      untilMs = nowMs + delayMs;
    },
    answered: () => {
      delayMs = 0;
      untilMs = 0;
    },
  };
};
