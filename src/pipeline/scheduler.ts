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
/** Timers may wake a little early, by this share of an interval at the most: the tick counts as begun then. */
const earlyShare = 0.001;

/** Collects from one input at a fixed pace until the signal fires. A collection that ran long skips ticks. */
const pace = async (runner: Runner, { clock, intervalMs, onCollected, signal }: ScheduleOptions): Promise<void> => {
  const startedMs = clock.monotonic();
  while (!signal.aborted) {
    await runner.collect(signal);
    if (signal.aborted) return;
    onCollected();
    const passedMs = clock.monotonic() - startedMs;
    const nextTick = Math.floor(passedMs / intervalMs + earlyShare) + 1;
    const pauseMs = nextTick * intervalMs - passedMs;
    const waiting = runner.health().lastSuccessMs === undefined && passedMs < startPatienceMs;
    await clock.sleep(waiting ? Math.min(startRetryMs, pauseMs) : pauseMs, signal);
  }
};

/** Without inputs, the agent still tells of itself. */
const idle = async ({ clock, intervalMs, onCollected, signal }: ScheduleOptions): Promise<void> => {
  while (!signal.aborted) {
    onCollected();
    await clock.sleep(intervalMs, signal);
  }
};

/** Runs every input on its own, so that a slow one delays no other. Resolves when the signal has fired. */
export const schedule = async (options: ScheduleOptions): Promise<void> => {
  const { runners } = options;
  await (runners.length === 0 ? idle(options) : Promise.all(runners.map((runner) => pace(runner, options))));
};
