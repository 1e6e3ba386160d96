import type { Entry } from "../model/snapshot.ts";
import { carryOver, copyOf } from "./carry-over.ts";
import { openDerive } from "./derive.ts";
import { enrich } from "./enrich.ts";
import { freshEntry, type Held, hold } from "./freshness.ts";
import type { Reception } from "./reception.ts";
import type { Collection, Draft } from "./recorder.ts";
import { type IsSample, openSampleClock, sampleTimesIn } from "./sample-clock.ts";

/** What one input sees: its latest collection, completed and held until the next. */
export interface Partition {
  /** Takes a collection in place of the one before. `partial`: what it lacks is carried over from that one. */
  take(collection: Collection, reception: Reception, partial: boolean): void;
  /** What is still true at this time, by the clock that only grows. */
  entries(elapsedMs: number): readonly Entry[];
  /** Time of the newest sample, in milliseconds since the epoch. */
  newestSampleMs(): number | undefined;
  /** How far the source's clock is off, in ms, when that is too far. */
  clockOffMs(): number | undefined;
  /** From now on withdrawn at another age. */
  withdrawAfter(ms: number): void;
}

const largest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);

/** @param staleAfterMs a sample older than this is withdrawn; what lasts (limits, identities) stays */
export const openPartition = (staleAfterMs: number): Partition => {
  const derive = openDerive();
  const clock = openSampleClock();
  let recorded: ReadonlyMap<string, Draft> = new Map();
  let taken: Reception = { nowMs: 0, elapsedMs: 0 };
  let held: readonly Held[] = [];
  let newestMs: number | undefined;
  let offMs: number | undefined;
  let allowedMs = staleAfterMs;

  const settle = (drafts: ReadonlyMap<string, Draft>, isSample: IsSample): void => {
    let newestNowMs: number | undefined;
    offMs = undefined;
    clock.forget(drafts);
    held = [...drafts.values()].map((draft) => {
      const settled = clock.settle(draft, isSample, taken);
      newestNowMs = largest(newestNowMs, settled.newestMs);
      offMs = largest(offMs, settled.offMs);
      return hold(draft, settled.agesMs);
    });
    newestMs = newestNowMs ?? newestMs;
  };

  return {
    take: ({ drafts }, reception, partial) => {
      if (partial) carryOver(drafts, recorded);
      recorded = copyOf(drafts);
      taken = reception;
      const sampleTimes = sampleTimesIn(drafts);
      derive(drafts, reception);
      enrich(drafts.values(), reception.nowMs);
      settle(drafts, (atMs) => sampleTimes.has(atMs));
    },
    entries: (elapsedMs) => held.map((one) => freshEntry(one, elapsedMs - taken.elapsedMs, allowedMs)),
    newestSampleMs: () => newestMs,
    clockOffMs: () => offMs,
    withdrawAfter: (ms) => {
      allowedMs = ms;
    },
  };
};
