import type { Clock } from "../ports/clock.ts";
import type { Audience } from "./live/audience.ts";
import type { Runner } from "./runner.ts";

/** More looks than collections, while somebody watches. */
export interface Watching {
  readonly audience: Audience;
  /** Called after every look, failed ones included. */
  readonly onLooked: () => void;
}

export interface ScheduleOptions {
  readonly runners: readonly Runner[];
  readonly clock: Clock;
  readonly intervalMs: number;
  /** Called after every collection, failed ones included. */
  readonly onCollected: () => void;
  readonly watching?: Watching;
  readonly signal: AbortSignal;
}

/** An endpoint is often late when a task starts: until the first success it is asked again soon, for a while. */
const startRetryMs = 1000;
const startPatienceMs = 30_000;
/** Timers may wake a little early, by this share of an interval at the most: the tick counts as begun then. */
const earlyShare = 0.001;

/** A look has this part of the time to the next collection, so that the two never meet. */
const lookShare = 0.9;
/** With less time than this part of the usual between two looks, there is none before the collection. */
const roomShare = 0.75;
/** Nothing sleeps for less. */
const momentMs = 1;

/** Rests until the next collection; while somebody watches, looks as often as that tells more. */
const restAndLook = async (
  { looks }: Runner,
  { audience, onLooked }: Watching,
  untilMs: number,
  { clock, signal }: ScheduleOptions,
): Promise<void> => {
  let lastMs = clock.monotonic();
  for (let nowMs = lastMs; !signal.aborted && untilMs - nowMs > momentMs; nowMs = clock.monotonic()) {
    const leftMs = untilMs - nowMs;
    const everyMs = audience.present() ? looks.everyMs() : undefined;
    const pauseMs = everyMs === undefined ? leftMs : lastMs + everyMs - nowMs;
    if (everyMs === undefined || pauseMs + everyMs * roomShare > leftMs) {
      await audience.rest(leftMs, signal);
    } else if (pauseMs > momentMs) {
      await audience.rest(pauseMs, signal);
    } else {
      lastMs = nowMs;
      await looks.look(leftMs * lookShare, signal);
      if (!signal.aborted) onLooked();
    }
    if (!audience.present()) looks.close();
  }
};

/** Collects from one input at a fixed pace until the signal fires. A collection that ran long skips ticks. */
const pace = async (runner: Runner, options: ScheduleOptions): Promise<void> => {
  const { clock, intervalMs, onCollected, watching, signal } = options;
  const startedMs = clock.monotonic();
  while (!signal.aborted) {
    await runner.collect(signal);
    if (signal.aborted) return;
    onCollected();
    const passedMs = clock.monotonic() - startedMs;
    const nextTick = Math.floor(passedMs / intervalMs + earlyShare) + 1;
    const pauseMs = nextTick * intervalMs - passedMs;
    const waiting = runner.health().lastSuccessMs === undefined && passedMs < startPatienceMs;
    if (waiting) await clock.sleep(Math.min(startRetryMs, pauseMs), signal);
    else if (watching === undefined) await clock.sleep(pauseMs, signal);
    else await restAndLook(runner, watching, startedMs + nextTick * intervalMs, options);
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
