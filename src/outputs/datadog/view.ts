import type { Point } from "../../model/point.ts";
import { type Resource, taskKey } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";

/** One resource's points, found by metric. */
export interface View {
  readonly resource: Resource;
  points(metric: string): readonly Point[];
  /** The first point of the metric; else that of the resource's task. */
  known(metric: string): Point | undefined;
  /** Whether any container of this task has the metric. */
  containersHave(metric: string): boolean;
}

const none: readonly Point[] = [];

const byMetric = (points: readonly Point[]): ReadonlyMap<string, readonly Point[]> => {
  const found = new Map<string, Point[]>();
  for (const point of points) {
    const before = found.get(point.metric);
    if (before === undefined) found.set(point.metric, [point]);
    else before.push(point);
  }
  return found;
};

/** Every resource of a snapshot, in its order. */
export const viewsOf = ({ entries }: Snapshot): readonly View[] => {
  const found = new Map(entries.map(({ resource, points }) => [resource.key, byMetric(points)]));
  const ofContainers = new Map<string, Set<string>>();
  for (const { resource, points } of entries) {
    if (resource.scope !== "container" || resource.task === undefined) continue;
    const key = taskKey(resource.task);
    const metrics = ofContainers.get(key) ?? new Set<string>();
    ofContainers.set(key, metrics);
    for (const { metric } of points) metrics.add(metric);
  }
  return entries.map(({ resource }): View => {
    const own = found.get(resource.key);
    const task = resource.scope === "container" && resource.task !== undefined ? taskKey(resource.task) : undefined;
    return {
      resource,
      points: (metric) => own?.get(metric) ?? none,
      known: (metric) => (own?.get(metric) ?? (task === undefined ? undefined : found.get(task)?.get(metric)))?.[0],
      containersHave: (metric) => ofContainers.get(resource.key)?.has(metric) ?? false,
    };
  });
};
