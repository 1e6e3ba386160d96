import type { Clock } from "../ports/clock.ts";

/** How the end comes, for all who wait or send. */
export interface Closing {
  /** Fires when the agent is about to end: what can be delivered soon is delivered. */
  readonly hurry: AbortSignal;
  /** Fires when the time for that is over. */
  readonly stop: AbortSignal;
  /** Until `stop`; infinite before `begin`. */
  remainingMs(): number;
}

export interface ClosingControl extends Closing {
  /** Sets the time of the stop. */
  begin(withinMs: number): void;
  hurryUp(): void;
  stopNow(): void;
}

/** @param whole the end of all, which comes for this one too */
export const createClosing = (clock: Clock, whole?: Closing): ClosingControl => {
  const hurry = new AbortController();
  const stop = new AbortController();
  whole?.hurry.addEventListener("abort", () => hurry.abort(), { once: true });
  whole?.stop.addEventListener("abort", () => stop.abort(), { once: true });
  let endMs = Number.POSITIVE_INFINITY;
  return {
    hurry: hurry.signal,
    stop: stop.signal,
    remainingMs: () => Math.min(whole?.remainingMs() ?? endMs, Math.max(0, endMs - clock.monotonic())),
    begin: (withinMs) => {
      endMs = clock.monotonic() + withinMs;
      void clock.sleep(withinMs, stop.signal).then(() => stop.abort());
    },
    hurryUp: () => hurry.abort(),
    stopNow: () => stop.abort(),
  };
};
