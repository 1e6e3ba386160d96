import { catalogue, type MetricId } from "../catalogue/catalogue.ts";
import type { Point } from "../model/point.ts";
import type { Reception } from "./reception.ts";
import type { Draft } from "./recorder.ts";

/** Further from our own clock than this, a source's clock is not believed. */
const toleranceMs = 5 * 60_000;

/** Tells the time of a source's sample from a time that we stamped. */
export type IsSample = (atMs: number) => boolean;

/**
 * The samples' times in these drafts. A counter that counts on is what makes a sample; what else was in the sample has
 * the same time. (Documents have a time too: when we fetched them.)
 */
export const sampleTimesIn = (drafts: ReadonlyMap<string, Draft>): ReadonlySet<number> => {
  const times = new Set<number>();
  let lastMs: number | undefined;
  for (const { points } of drafts.values()) {
    for (const { metric, atMs } of points) {
      // A sample's points come one after the other.
      if (atMs === lastMs) continue;
      const { kind, lasting } = catalogue[metric];
      if (kind !== "counter" || lasting === true) continue;
      times.add(atMs);
      lastMs = atMs;
    }
  }
  return times;
};

/** How old the points of a resource were when they came. */
export interface Settled {
  /** Age of each point, in its place. Minus infinity: it does not age (limits, identities). */
  readonly agesMs: readonly number[];
  /** Time of the newest sample, milliseconds since the epoch; undefined without any. */
  readonly newestMs: number | undefined;
  /** How far the source's clock is off, when that is too far. */
  readonly offMs: number | undefined;
}

/** Compares the sources' clocks with ours, so that what is fresh is known even when a clock is wrong or steps. */
export interface SampleClock {
  /**
   * Where a resource's samples are more than five minutes off, puts the time of reception into them (into a sample that
   * does not move, the time when it last did).
   */
  settle(draft: Draft, isSample: IsSample, now: Reception): Settled;
  /** Forgets the resources that are not in this collection. */
  forget(present: { has(key: string): boolean }): void;
}

const newestOf = ({ points }: Draft, isSample: IsSample): number | undefined => {
  let newestMs: number | undefined;
  for (const { atMs } of points) {
    if ((newestMs === undefined || atMs > newestMs) && isSample(atMs)) newestMs = atMs;
  }
  return newestMs;
};

interface Newest {
  /** By the source's clock. */
  readonly atMs: number;
  /** When it first came. */
  readonly received: Reception;
}

/** What to believe of the newest sample. */
interface Belief {
  readonly ageMs: number;
  readonly offMs: number | undefined;
  /** What to add to the source's times. */
  readonly shiftMs: number;
}

const beliefOf = ({ atMs, received }: Newest, now: Reception): Belief => {
  const heldMs = now.elapsedMs - received.elapsedMs;
  const behindMs = received.nowMs - atMs;
  return Math.abs(behindMs) <= toleranceMs
    ? { ageMs: Math.max(0, behindMs) + heldMs, offMs: undefined, shiftMs: 0 }
    : { ageMs: heldMs, offMs: Math.abs(behindMs), shiftMs: behindMs };
};

export const openSampleClock = (): SampleClock => {
  const seen = new Map<string, Newest>();

  const newestSeen = (key: string, atMs: number, now: Reception): Newest => {
    const last = seen.get(key);
    if (last?.atMs === atMs) return last;
    const newest = { atMs, received: now };
    seen.set(key, newest);
    return newest;
  };

  return {
    settle: (draft, isSample, now) => {
      const atMs = newestOf(draft, isSample);
      const newestAtMs = atMs ?? Number.NaN;
      const { ageMs, offMs, shiftMs } =
        atMs === undefined
          ? { ageMs: 0, offMs: undefined, shiftMs: 0 }
          : beliefOf(newestSeen(draft.resource.key, atMs, now), now);
      const ageOf = (point: Point<MetricId>): number => {
        if (catalogue[point.metric].lasting === true) return Number.NEGATIVE_INFINITY;
        return isSample(point.atMs) ? ageMs + newestAtMs - point.atMs : Math.max(0, now.nowMs - point.atMs);
      };
      const agesMs = draft.points.map(ageOf);
      if (shiftMs !== 0) {
        for (const [place, point] of draft.points.entries()) {
          if (isSample(point.atMs)) draft.points[place] = { ...point, atMs: point.atMs + shiftMs };
        }
      }
      return { agesMs, newestMs: atMs === undefined ? undefined : atMs + shiftMs, offMs };
    },
    forget: (present) => {
      for (const key of seen.keys()) if (!present.has(key)) seen.delete(key);
    },
  };
};
