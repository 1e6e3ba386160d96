import { catalogue, isMetricId, type MetricId, metricIds } from "../catalogue/catalogue.ts";
import type { Derivation } from "../catalogue/define.ts";
import { type Attributes, pointKey } from "../model/point.ts";
import { taskKey } from "../model/resource.ts";
import { openRates } from "./rates.ts";
import type { Draft } from "./recorder.ts";
import { openSums } from "./sums.ts";
import { add, counts, type Group, groupsOf, type Indexed, indexOf, pointsOf, stateOf } from "./task-groups.ts";

type Step<Op extends Derivation["op"]> = { readonly metric: MetricId } & Extract<Derivation, { op: Op }>;

const isOp = <Op extends Derivation["op"]>(derive: Derivation, op: Op): derive is Extract<Derivation, { op: Op }> =>
  derive.op === op;

const stepsOf = <Op extends Derivation["op"]>(op: Op): readonly Step<Op>[] =>
  metricIds.flatMap((metric) => {
    const { derive } = catalogue[metric];
    return derive !== undefined && isOp(derive, op) ? [{ metric, ...derive }] : [];
  });

const steps = { rate: stepsOf("rate"), sum: stepsOf("sum"), count: stepsOf("count"), ratio: stepsOf("ratio") };

/** A gauge's sum is told only when every running container has a value: half a sum is a false number. */
const sumGauge = ({ task, containers }: Group, { metric, of }: Step<"sum">): void => {
  let value = 0;
  let atMs = 0;
  let known = 0;
  for (const container of containers) {
    const [point] = pointsOf(container, of);
    if (point === undefined) {
      if (stateOf(container) === "RUNNING") return;
      continue;
    }
    known += 1;
    value += point.value;
    atMs = Math.max(atMs, point.atMs);
  }
  if (known > 0) add(task, { metric, value, attributes: {}, atMs });
};

const countBy = ({ task, containers }: Group, { metric, of, by }: Step<"count">, nowMs: number): void => {
  const numbers = new Map<string, number>();
  for (const container of containers) {
    if (!counts(container)) continue;
    const known = pointsOf(container, of).find(({ attributes }) => (attributes.type ?? "known") === "known");
    const name = known?.attributes[by];
    if (name !== undefined) numbers.set(name, (numbers.get(name) ?? 0) + 1);
  }
  for (const [name, value] of numbers) add(task, { metric, value, attributes: { [by]: name }, atMs: nowMs });
};

const ratio = (of: Indexed, task: Indexed | undefined, step: Step<"ratio">): void => {
  const [numerator] = pointsOf(of, step.of);
  if (numerator === undefined) return;
  for (const over of step.over) {
    const [denominator] = pointsOf(catalogueScope(over) === "task" ? task : of, over);
    if (denominator === undefined || denominator.value <= 0) continue;
    add(of, { metric: step.metric, value: numerator.value / denominator.value, attributes: {}, atMs: numerator.atMs });
    return;
  }
};

const catalogueScope = (metric: string): string => (isMetricId(metric) ? catalogue[metric].scope : "");

const ratios = (indexed: Indexed, all: ReadonlyMap<string, Indexed>): void => {
  const { resource } = indexed.draft;
  const task = resource.scope === "container" && resource.task ? all.get(taskKey(resource.task)) : indexed;
  for (const step of steps.ratio) {
    if (catalogue[step.metric].scope === resource.scope) ratio(indexed, task, step);
  }
};

/** Works out what follows from the recorded points and adds it to them, as the catalogue's derivations say. */
export type Derive = (drafts: ReadonlyMap<string, Draft>, nowMs: number) => void;

/** What has not been seen for this long is forgotten. */
const memoryMs = 15 * 60_000;

export const openDerive = (): Derive => {
  const rates = openRates();
  const sums = openSums();

  const rate = (indexed: Indexed, nowMs: number): void => {
    for (const { metric, of } of steps.rate) {
      if (catalogue[metric].scope !== indexed.draft.resource.scope) continue;
      for (const point of pointsOf(indexed, of)) {
        const key = `${indexed.draft.resource.key} ${pointKey(metric, point.attributes)}`;
        const found = rates.of(key, point, nowMs);
        if (found === undefined) continue;
        add(indexed, { metric, value: found.perSecond, attributes: point.attributes, atMs: found.atMs });
      }
    }
  };

  const sumCounter = ({ task, containers }: Group, { metric, of }: Step<"sum">, nowMs: number): void => {
    const attributesBySum = new Map<string, Attributes>();
    for (const container of containers) {
      for (const point of pointsOf(container, of)) {
        const sumKey = `${task.draft.resource.key} ${pointKey(metric, point.attributes)}`;
        sums.add(sumKey, container.draft.resource.key, point, nowMs);
        attributesBySum.set(sumKey, point.attributes);
      }
    }
    for (const [sumKey, attributes] of attributesBySum) {
      const total = sums.total(sumKey);
      if (total !== undefined) add(task, { metric, value: total.value, attributes, atMs: total.atMs });
    }
  };

  const sum = (group: Group, nowMs: number): void => {
    for (const step of steps.sum) {
      // What the input told of the task itself (the one network interface of awsvpc) stands.
      if (pointsOf(group.task, step.metric).length > 0) continue;
      if (catalogue[step.metric].kind === "counter") sumCounter(group, step, nowMs);
      else sumGauge(group, step);
    }
  };

  return (drafts, nowMs) => {
    const all = new Map<string, Indexed>();
    for (const [key, draft] of drafts) all.set(key, indexOf(draft));
    for (const indexed of all.values()) rate(indexed, nowMs);
    for (const group of groupsOf(all)) {
      sum(group, nowMs);
      for (const step of steps.count) countBy(group, step, nowMs);
    }
    for (const indexed of all.values()) ratios(indexed, all);
    rates.forget(nowMs - memoryMs);
    sums.forget(nowMs - memoryMs);
  };
};
