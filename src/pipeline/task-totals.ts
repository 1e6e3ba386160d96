import { catalogue } from "../catalogue/catalogue.ts";
import type { Attributes } from "../model/point.ts";
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

/** A counter's sum in the making. */
interface CounterSum {
  readonly attributes: Attributes;
  value: number;
  atMs: number;
  /** Unknown as soon as that of one part is. */
  perSecond: number | undefined;
}

/**
 * A counter's sum is as new as its newest part: what stands still is in it too. Its change per second is the sum of the
 * parts' own, since they are sampled at different times.
 */
const sumCounter = ({ task, containers }: Group, { metric, of }: Step, sums: Sums): void => {
  const found = new Map<string, CounterSum>();
  let isWhole = true;
  for (const container of containers) {
    const points = pointsOf(container, of);
    isWhole &&= points.length > 0 || !mayRun(container);
    for (const point of points) {
      const { key, value } = sums.add(task.draft.resource.key, metric, container.draft.resource.key, point);
      const sum = found.get(key);
      if (sum === undefined) {
        found.set(key, { value, atMs: point.atMs, attributes: point.attributes, perSecond: point.perSecond });
        continue;
      }
      sum.value = value;
      sum.atMs = Math.max(sum.atMs, point.atMs);
      sum.perSecond =
        sum.perSecond === undefined || point.perSecond === undefined ? undefined : sum.perSecond + point.perSecond;
    }
  }
  for (const { value, atMs, attributes, perSecond } of found.values()) {
    const rate = isWhole && perSecond !== undefined ? { perSecond } : {};
    add(task, { metric, value, attributes, atMs, ...rate });
  }
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
