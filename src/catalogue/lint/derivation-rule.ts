import type { Derivation, MetricDefinition } from "../define.ts";
import { eachMetric, when } from "./finding.ts";

type Metrics = Readonly<Record<string, MetricDefinition>>;

/** The order in which the pipeline works them out; each may build on those before it. */
const stages: readonly Derivation["op"][] = ["rate", "sum", "count", "ratio"];

const sameAttributes = (one: MetricDefinition, other: MetricDefinition): boolean =>
  Object.keys(one.attributes ?? {}).join() === Object.keys(other.attributes ?? {}).join();

/** What can be divided by each other: a share of CPUs counts in vCPUs or in CPUs. */
const dimension = ({ unit }: MetricDefinition): string => (unit === "{cpu}" ? "{vcpu}" : unit);

const rateFaults = (metric: MetricDefinition, of: MetricDefinition): readonly string[] => [
  ...when(metric.kind !== "gauge" || of.kind !== "counter", "A rate is a gauge made of a counter."),
  ...when(metric.scope !== of.scope, "A rate is of the same scope as its counter."),
  ...when(!sameAttributes(metric, of), "A rate has the attributes of its counter."),
];

const sumFaults = (metric: MetricDefinition, of: MetricDefinition): readonly string[] => [
  ...when(metric.scope !== "task" || of.scope !== "container", "A sum is a task's, made of its containers'."),
  ...when(metric.kind !== of.kind || metric.unit !== of.unit, "A sum has the kind and unit of its parts."),
  ...when(!sameAttributes(metric, of), "A sum has the attributes of its parts."),
];

const countFaults = (metric: MetricDefinition, of: MetricDefinition, by: string): readonly string[] => [
  ...when(metric.scope !== "task" || of.scope !== "container", "A count is a task's, made of its containers'."),
  ...when(metric.kind !== "gauge" || of.kind !== "state", "A count is a gauge made of a state metric."),
  ...when(of.attributes?.[by] === undefined, `What is counted has no attribute ${by}.`),
  ...when(Object.keys(metric.attributes ?? {}).join() !== by, `A count has the attribute ${by} and no other.`),
];

const ratioFaults = (
  metric: MetricDefinition,
  of: MetricDefinition,
  over: readonly string[],
  metrics: Metrics,
): readonly string[] => [
  ...when(metric.kind !== "gauge" || metric.unit !== "1", "A ratio is a gauge with the unit 1."),
  ...when(metric.scope !== of.scope, "A ratio is of the same scope as what it divides."),
  ...when(over.length === 0, "A ratio is over something."),
  ...over.flatMap((id) => {
    const divisor = metrics[id];
    if (divisor === undefined) return [`There is no metric ${id}.`];
    return [
      ...when(divisor.scope !== metric.scope && divisor.scope !== "task", `${id} is of another scope.`),
      ...when(dimension(divisor) !== dimension(of), `${id} has another unit.`),
    ];
  }),
];

const faults = (derive: Derivation, metric: MetricDefinition, metrics: Metrics): readonly string[] => {
  const of = metrics[derive.of];
  if (of === undefined) return [`There is no metric ${derive.of}.`];
  const late = of.derive !== undefined && stages.indexOf(of.derive.op) >= stages.indexOf(derive.op);
  const order = when(late, `${derive.of} is worked out too late for that.`);
  switch (derive.op) {
    case "rate":
      return [...order, ...rateFaults(metric, of)];
    case "sum":
      return [...order, ...sumFaults(metric, of)];
    case "count":
      return [...order, ...countFaults(metric, of, derive.by)];
    case "ratio":
      return [...order, ...ratioFaults(metric, of, derive.over, metrics)];
  }
};

export const derivationRule = eachMetric("derivation", (_id, metric, { metrics }) =>
  metric.derive === undefined ? [] : faults(metric.derive, metric, metrics),
);
