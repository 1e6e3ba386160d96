import { catalogue, type MetricId } from "../catalogue/catalogue.ts";
import { taskKey } from "../model/resource.ts";
import { type RatioStep, steps } from "./derivation-steps.ts";
import { add, type Indexed, pointsOf } from "./task-groups.ts";

const isTaskMetric = (metric: MetricId): boolean => catalogue[metric].scope === "task";

const addRatio = (indexed: Indexed, task: Indexed | undefined, { metric, of, over }: RatioStep): void => {
  const [numerator] = pointsOf(indexed, of);
  if (numerator === undefined) return;
  for (const denominator of over) {
    const [whole] = pointsOf(isTaskMetric(denominator) ? task : indexed, denominator);
    if (whole === undefined || whole.value <= 0) continue;
    add(indexed, { metric, value: numerator.value / whole.value, attributes: {}, atMs: numerator.atMs });
    return;
  }
};

/** Adds a resource's ratios; those of a container may be to something of its task. */
export const addRatios = (indexed: Indexed, all: ReadonlyMap<string, Indexed>): void => {
  const { resource } = indexed.draft;
  const task = resource.scope === "container" && resource.task ? all.get(taskKey(resource.task)) : indexed;
  for (const step of steps.ratio) {
    if (catalogue[step.metric].scope === resource.scope) addRatio(indexed, task, step);
  }
};
