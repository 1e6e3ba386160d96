import { catalogue, type MetricId } from "../catalogue/catalogue.ts";
import type { Point } from "../model/point.ts";
import { type CountStep, type Step, steps } from "./derivation-steps.ts";
import type { Sums } from "./sums.ts";
import { add, counts, type Group, mayRun, pointsOf } from "./task-groups.ts";

/**
 * A gauge's sum is told only when every container that may run has a value: half a sum is a false number. It is as old
 * as its oldest part.
 */
const sumGauge = ({ task, containers }: Group, { metric, of }: Step): void => {
  let value = 0;
  let atMs = Number.POSITIVE_INFINITY;
  for (const container of containers) {
    const [point] = pointsOf(container, of);
    if (point === undefined) {
      if (mayRun(container)) return;
      continue;
    }
    value += point.value;
    atMs = Math.min(atMs, point.atMs);
  }
  if (Number.isFinite(atMs)) add(task, { metric, value, attributes: {}, atMs });
};

/** A counter's sum is as new as its newest part: what stands still is in it too. */
const sumCounter = ({ task, containers }: Group, { metric, of }: Step, sums: Sums): void => {
  const found = new Map<string, Point<MetricId>>();
  for (const container of containers) {
    for (const point of pointsOf(container, of)) {
      const { key, value } = sums.add(task.draft.resource.key, metric, container.draft.resource.key, point);
      const atMs = Math.max(point.atMs, found.get(key)?.atMs ?? 0);
      found.set(key, { metric, value, attributes: point.attributes, atMs });
    }
  }
  for (const point of found.values()) add(task, point);
};

/** What the input told of the task itself (the one interface of awsvpc) stands, but never goes back either. */
const steadyCounter = ({ task }: Group, { metric }: Step, sums: Sums): void => {
  const { resource, points } = task.draft;
  for (const [place, point] of points.entries()) {
    if (point.metric !== metric) continue;
    const { value } = sums.add(resource.key, metric, resource.key, point);
    if (value !== point.value) points[place] = { ...point, value };
  }
};

const countBy = ({ task, containers }: Group, { metric, of, by }: CountStep, nowMs: number): void => {
  const numbers = new Map<string, number>();
  for (const container of containers) {
    if (!counts(container)) continue;
    const known = pointsOf(container, of).find(({ attributes }) => (attributes.type ?? "known") === "known");
    const name = known?.attributes[by];
    if (name !== undefined) numbers.set(name, (numbers.get(name) ?? 0) + 1);
  }
  for (const [name, value] of numbers) add(task, { metric, value, attributes: { [by]: name }, atMs: nowMs });
};

/** Adds to a task what follows from its containers. */
export const addTotals = (group: Group, sums: Sums, nowMs: number): void => {
  sums.keep(
    group.task.draft.resource.key,
    group.containers.map(({ draft }) => draft.resource.key),
  );
  for (const step of steps.sum) {
    const told = pointsOf(group.task, step.metric).length > 0;
    if (catalogue[step.metric].kind === "counter") (told ? steadyCounter : sumCounter)(group, step, sums);
    else if (!told) sumGauge(group, step);
  }
  for (const step of steps.count) countBy(group, step, nowMs);
};
