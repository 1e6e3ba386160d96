import { setImmediate } from "node:timers/promises";
import type { Clock } from "../src/ports/clock.ts";

/** A clock that stands still until the test moves it. */
export interface FakeClock extends Clock {
  /**
   * Lets this much time pass: wakes the sleeps that end within it, in order, each at its own time, and lets what they
   * wake run (and sleep again) before the next. Resolves when nothing more can happen without real I/O.
   */
  advance(ms: number): Promise<void>;
  /** Steps the wall clock alone, as an operator or NTP does: `now` jumps, `monotonic` and the sleeps do not. */
  step(ms: number): void;
  /** How long each pending sleep still has, shortest first. */
  pending(): readonly number[];
}

interface Sleep {
  readonly untilMs: number;
  readonly wake: () => void;
}

export interface FakeClockOptions {
  /** Wall time at the start, milliseconds since the epoch. */
  readonly nowMs?: number;
}

export const openFakeClock = ({ nowMs = Date.UTC(2026, 0, 1) }: FakeClockOptions = {}): FakeClock => {
  let wallMs = nowMs;
  let elapsedMs = 0;
  const sleeps = new Set<Sleep>();
  const nextUntil = (untilMs: number): Sleep | undefined =>
    [...sleeps].filter((sleep) => sleep.untilMs <= untilMs).sort((one, other) => one.untilMs - other.untilMs)[0];
  const move = (toMs: number): void => {
    wallMs += toMs - elapsedMs;
    elapsedMs = toMs;
  };
  return {
    now: () => wallMs,
    monotonic: () => elapsedMs,
    sleep: (ms, signal) => {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          sleeps.delete(sleep);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleep: Sleep = { untilMs: elapsedMs + Math.max(0, ms), wake };
        sleeps.add(sleep);
        signal?.addEventListener("abort", wake, { once: true });
      });
    },
    advance: async (ms) => {
      const endMs = elapsedMs + ms;
      await setImmediate();
      for (let next = nextUntil(endMs); next !== undefined; next = nextUntil(endMs)) {
        move(next.untilMs);
        next.wake();
        await setImmediate();
      }
      move(endMs);
    },
    step: (ms) => {
      wallMs += ms;
    },
    pending: () => [...sleeps].map(({ untilMs }) => untilMs - elapsedMs).sort((one, other) => one - other),
  };
};
