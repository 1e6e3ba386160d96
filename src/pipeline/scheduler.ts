import type { Clock } from "../ports/clock.ts";
import type { Runner } from "./runner.ts";

export interface ScheduleOptions {
  readonly runners: readonly Runner[];
  readonly clock: Clock;
  readonly intervalMs: number;
  /** Called after every collection, failed ones included. */
  readonly onCollected: () => void;
  readonly signal: AbortSignal;
}

/** An endpoint is often late when a task starts: until the first success it is asked again soon, for a while. */
const startRetryMs = 1000;
const startPatienceMs = 30_000;

const pauseMs = (runner: Runner, startedMs: number, dueMs: number, nowMs: number): number => {
  const waiting = runner.health().lastSuccessMs === undefined && nowMs - startedMs < startPatienceMs;
  return waiting ? Math.min(startRetryMs, dueMs - nowMs) : dueMs - nowMs;
};

/** Collects from one input at a fixed pace until the signal fires. A collection that ran long skips ticks. */
const pace = async (runner: Runner, { clock, intervalMs, onCollected, signal }: ScheduleOptions): Promise<void> => {
  const startedMs = clock.monotonic();
  let dueMs = startedMs;
  while (!signal.aborted) {
    await runner.collect();
    onCollected();
    const nowMs = clock.monotonic();
    while (dueMs <= nowMs) dueMs += intervalMs;
    await clock.sleep(pauseMs(runner, startedMs, dueMs, nowMs), signal);
  }
};

/** Runs every input on its own, so that a slow one delays no other. Resolves when the signal has fired. */
export const schedule = async (options: ScheduleOptions): Promise<void> => {
  await Promise.all(options.runners.map((runner) => pace(runner, options)));
};
