import type { Point } from "../model/point.ts";
import type { Draft } from "./recorder.ts";

/** Further from our own clock than this, a source's clock is not believed. */
const toleranceMs = 5 * 60_000;

/** Compares the sources' clocks with ours, so that what is fresh is known even when a source's clock is wrong. */
export interface SampleClock {
  /**
   * Puts the time of reception into samples whose own time is off by more than five minutes (a sample that does not
   * move keeps the time at which it last did). Returns the largest difference found, in ms, or undefined.
   */
  settle(drafts: Iterable<Draft>, nowMs: number): number | undefined;
}

export const openSampleClock = (): SampleClock => {
  /** By resource: the sample last seen, and when it came. */
  const seen = new Map<string, { readonly atMs: number; readonly receivedMs: number }>();

  const settleOne = ({ resource, points }: Draft, nowMs: number): number => {
    const atMs = points.reduce((newest, point) => (point.atMs === nowMs ? newest : Math.max(newest, point.atMs)), 0);
    if (atMs === 0) return 0;
    const last = seen.get(resource.key);
    const receivedMs = last?.atMs === atMs ? last.receivedMs : nowMs;
    seen.set(resource.key, { atMs, receivedMs });
    const offMs = Math.abs(atMs - receivedMs);
    if (offMs <= toleranceMs) return 0;
    for (const [place, point] of points.entries()) {
      if (point.atMs !== nowMs) points[place] = { ...point, atMs: receivedMs };
    }
    return offMs;
  };

  return {
    settle: (drafts, nowMs) => {
      let worstMs = 0;
      const present = new Set<string>();
      for (const draft of drafts) {
        present.add(draft.resource.key);
        worstMs = Math.max(worstMs, settleOne(draft, nowMs));
      }
      for (const key of seen.keys()) if (!present.has(key)) seen.delete(key);
      return worstMs === 0 ? undefined : worstMs;
    },
  };
};

/** The newest sample time that a source gave, leaving out what we stamped ourselves. */
export const newestSample = (
  drafts: Iterable<{ readonly points: readonly Point[] }>,
  nowMs: number,
): number | undefined => {
  let newestMs: number | undefined;
  for (const { points } of drafts) {
    for (const { atMs } of points) {
      if (atMs !== nowMs && (newestMs === undefined || atMs > newestMs)) newestMs = atMs;
    }
  }
  return newestMs;
};
