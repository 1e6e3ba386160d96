import type { Entry } from "../../model/snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import { openPartition, type Partition } from "../partition.ts";
import type { Reception } from "../reception.ts";
import type { Collection, Draft } from "../recorder.ts";

/**
 * What those who watch see of one input. It takes the ordinary collections and the looks in between into a partition
 * of its own, so that what outputs get stays over the ordinary interval.
 */
export interface Looks {
  /** Takes a collection before the ordinary partition does. Nothing while nobody watches. */
  take(collection: Collection, reception: Reception, partial: boolean): void;
  /** Forgets everything: nobody watches. */
  close(): void;
  open(): void;
  /** Undefined until there are rates, which takes two collections. */
  entries(elapsedMs: number): readonly Entry[] | undefined;
  /** A look came to its end. */
  settled(ok: boolean, tookMs: number): void;
  /** Least time between two looks right now, or undefined when there are to be none: the last one failed. */
  leastMs(): number | undefined;
}

/** After a look that failed (the endpoint says 429, say), none for a while, and for longer each time. */
const firstPauseMs = 60_000;
const longestPauseMs = 15 * 60_000;
/** A look may take this part of the time to the next. */
const share = 0.5;

/** The stages of the pipeline write into drafts. */
const ownCopy = (drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, Draft> =>
  new Map([...drafts].map(([key, draft]) => [key, { ...draft, points: draft.points.map((point) => ({ ...point })) }]));

export const openLooks = (clock: Clock, staleAfterMs: number): Looks => {
  let partition: Partition | undefined;
  let taken = 0;
  let durationMs = 0;
  let pauseMs = 0;
  let pausedUntilMs = 0;

  return {
    take: (collection, reception, partial) => {
      if (partition === undefined) return;
      partition.take({ ...collection, drafts: ownCopy(collection.drafts) }, reception, partial);
      taken += 1;
    },
    open: () => {
      partition ??= openPartition(staleAfterMs);
    },
    close: () => {
      partition = undefined;
      taken = 0;
    },
    entries: (elapsedMs) => (taken < 2 ? undefined : partition?.entries(elapsedMs)),
    settled: (ok, tookMs) => {
      durationMs = tookMs;
      pauseMs = ok ? 0 : Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
      pausedUntilMs = clock.monotonic() + pauseMs;
    },
    leastMs: () =>
      clock.monotonic() < pausedUntilMs ? undefined : Math.max(1000, Math.ceil(durationMs / share / 1000) * 1000),
  };
};
