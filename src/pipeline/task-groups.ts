import type { MetricId } from "../catalogue/catalogue.ts";
import type { Point } from "../model/point.ts";
import { taskKey } from "../model/resource.ts";
import { ingredients } from "./derivation-steps.ts";
import type { Draft } from "./recorder.ts";

/** A draft with its points by metric, as far as something is worked out from them. */
export interface Indexed {
  readonly draft: Draft;
  readonly byMetric: Map<MetricId, Point<MetricId>[]>;
}

const index = (byMetric: Indexed["byMetric"], point: Point<MetricId>): void => {
  if (!ingredients.has(point.metric)) return;
  const known = byMetric.get(point.metric);
  if (known === undefined) byMetric.set(point.metric, [point]);
  else known.push(point);
};

export const indexOf = (draft: Draft): Indexed => {
  const byMetric: Indexed["byMetric"] = new Map();
  for (const point of draft.points) index(byMetric, point);
  return { draft, byMetric };
};

const none: readonly Point<MetricId>[] = Object.freeze([]);

/** None when the metric is absent. */
export const pointsOf = (indexed: Indexed | undefined, metric: MetricId): readonly Point<MetricId>[] =>
  indexed?.byMetric.get(metric) ?? none;

export const add = ({ draft, byMetric }: Indexed, point: Point<MetricId>): void => {
  draft.points.push(point);
  index(byMetric, point);
};

/** Its known status, as the source words it. */
const statusOf = (container: Indexed): string | undefined =>
  pointsOf(container, "container.status").find(({ attributes }) => attributes.type === "known")?.attributes.status;

/** It has processes, or may have: nothing says that it has none. */
export const mayRun = (container: Indexed): boolean => {
  const status = statusOf(container);
  return status === undefined || status === "RUNNING" || status === "PAUSED";
};

/** Helper containers that ECS adds (pause, volumes) do not count. */
export const counts = (container: Indexed): boolean => {
  const { resource } = container.draft;
  const type = resource.scope === "container" ? resource.container.type : undefined;
  return type === undefined || type === "NORMAL";
};

/** A task and its containers. */
export interface Group {
  readonly task: Indexed;
  readonly containers: readonly Indexed[];
}

/** Every task of a collection with its containers. */
export const groupsOf = (all: ReadonlyMap<string, Indexed>): readonly Group[] => {
  const groups = new Map<string, { task: Indexed; containers: Indexed[] }>();
  for (const [key, indexed] of all) {
    if (indexed.draft.resource.scope === "task") groups.set(key, { task: indexed, containers: [] });
  }
  for (const indexed of all.values()) {
    const { resource } = indexed.draft;
    if (resource.scope === "container" && resource.task !== undefined) {
      groups.get(taskKey(resource.task))?.containers.push(indexed);
    }
  }
  return [...groups.values()];
};
