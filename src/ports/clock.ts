/** Time, passed in so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch, with a fraction. May step. */
  now(): number;
  /** Milliseconds that only grow; for durations. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal fires. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
