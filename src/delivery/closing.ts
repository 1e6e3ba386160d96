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

export const createClosing = (clock: Clock): ClosingControl => {
  const hurry = new AbortController();
  const stop = new AbortController();
  let endMs = Number.POSITIVE_INFINITY;
  return {
    hurry: hurry.signal,
    stop: stop.signal,
    remainingMs: () => Math.max(0, endMs - clock.monotonic()),
    begin: (withinMs) => {
      endMs = clock.monotonic() + withinMs;
      void clock.sleep(withinMs, stop.signal).then(() => stop.abort());
    },
    hurryUp: () => hurry.abort(),
    stopNow: () => stop.abort(),
  };
};
