import type { Agent } from "../app/compose.ts";
import type { Clock } from "../ports/clock.ts";
import { openWatch, type Sight } from "./live/watch.ts";

export interface GatherOptions {
  readonly agent: Pick<Agent, "runners" | "snapshots">;
  readonly clock: Clock;
  /** No longer than this. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
  /** Whether another sample would not tell more. */
  enough(sight: Sight): boolean;
  /** Called once when another sample is waited for. */
  onWaiting?(): void;
}

/** Sources that sample once a second have a new one by then; slower ones are asked again. */
const pauseMs = 1100;

const seesSomething = ({ snapshot }: Sight): boolean =>
  snapshot.entries.some(({ resource }) => resource.scope !== "self");

/**
 * Collects from every input until there is enough, nothing comes, or the time is over. Resolves within `waitMs`,
 * whatever the sources do.
 */
export const gather = async (options: GatherOptions): Promise<Sight> => {
  const { agent, clock, waitMs, enough, onWaiting } = options;
  const { runners, snapshots } = agent;
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const look = openWatch(snapshots.current);

  const collect = async (): Promise<Sight> => {
    await Promise.all(runners.map((runner) => runner.collect(signal)));
    snapshots.publish();
    return look();
  };

  const work = async (): Promise<void> => {
    await Promise.all(runners.map((runner) => runner.start()));
    let sight = await collect();
    if (signal.aborted || enough(sight) || !seesSomething(sight)) return;
    onWaiting?.();
    while (!signal.aborted && !enough(sight)) {
      await clock.sleep(pauseMs, signal);
      if (!signal.aborted) sight = await collect();
    }
  };

  await Promise.race([work(), clock.sleep(waitMs, signal)]);
  over.abort();
  snapshots.publish();
  const sight = look();
  await Promise.race([Promise.all(runners.map((runner) => runner.stop())), clock.sleep(pauseMs)]);
  return sight;
};
