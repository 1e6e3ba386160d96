import { type ContainerStats, parseContainerStats } from "../docker-stats/stats.ts";

/** Samples by DockerId, the only key that joins them to a task's containers. */
export interface StatsDocument {
  readonly samples: ReadonlyMap<string, ContainerStats>;
  /** Ids that came more than once with a sample; the last one counts. */
  readonly duplicates: readonly string[];
}

const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === "object" && raw !== null && !Array.isArray(raw);

/**
 * A map of statistics, or a list of such maps, one a task. Containers that have none (null, {}, a zero time) are left
 * out. Undefined when this is neither.
 */
export const parseStats = (raw: unknown): StatsDocument | undefined => {
  const maps: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  if (!Array.isArray(raw) && !isObject(raw)) return undefined;
  const samples = new Map<string, ContainerStats>();
  const duplicates = new Set<string>();
  for (const map of maps.filter(isObject)) {
    for (const [id, stats] of Object.entries(map)) {
      const sample = parseContainerStats(stats);
      if (sample === undefined) continue;
      if (samples.has(id)) duplicates.add(id);
      samples.set(id, sample);
    }
  }
  return { samples, duplicates: [...duplicates] };
};
