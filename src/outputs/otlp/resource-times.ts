import { catalogue, isMetricId } from "../../catalogue/catalogue.ts";
import type { Point } from "../../model/point.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";

/**
 * The one time that all data points of a resource in a snapshot get. Undefined when nothing is to be told of the resource
 * this time: it has no newer sample than was told.
 */
export type ResourceTimes = (snapshot: Snapshot, entry: Entry) => number | undefined;

/** A counter that is sampled: its time decides how right a rate is. */
const isSampledCounter = ({ metric }: Point): boolean =>
  isMetricId(metric) && catalogue[metric].kind === "counter" && catalogue[metric].lasting !== true;

/** When the source took the counters, or the app was read; a resource without has the time of the collection. */
const sampleTime = ({ takenAtMs }: Snapshot, { points, families = [] }: Entry): number => {
  let newestMs: number | undefined;
  for (const point of points) {
    if (isSampledCounter(point)) newestMs = Math.max(newestMs ?? point.atMs, point.atMs);
  }
  for (const { samples } of families) {
    for (const { atMs } of samples) newestMs = Math.max(newestMs ?? atMs, atMs);
  }
  return newestMs ?? takenAtMs;
};

/**
 * Prometheus, Mimir and what is made of them write a `target_info` of each resource at the first and the last time in a
 * request, and refuse all of the request when one is older than the one before. So a resource has one time a snapshot, and
 * its times only grow, over a restart of the agent too: of this process' own snapshots, samples from before its start are
 * left to the one before it. A clock that is set back begins anew.
 */
export const openResourceTimes = (startedMs: number): ResourceTimes => {
  let takenAtMs = Number.NEGATIVE_INFINITY;
  let told = new Map<string, number>();
  let here = new Map<string, number>();
  return (snapshot, entry) => {
    if (snapshot.takenAtMs !== takenAtMs) {
      if (snapshot.takenAtMs < takenAtMs) here = new Map();
      told = here;
      here = new Map();
      takenAtMs = snapshot.takenAtMs;
    }
    const { key } = entry.resource;
    const lastMs = told.get(key);
    const timeMs = sampleTime(snapshot, entry);
    const isNew = lastMs === undefined ? takenAtMs < startedMs || timeMs >= startedMs : timeMs > lastMs;
    if (isNew) here.set(key, timeMs);
    else if (lastMs !== undefined) here.set(key, lastMs);
    return isNew ? timeMs : undefined;
  };
};
