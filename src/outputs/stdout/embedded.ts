import { cloudwatch } from "../../catalogue/names/cloudwatch.ts";
import { cloudwatchFacts, type DimensionName, ofContainers } from "../../catalogue/names/cloudwatch-dimensions.ts";
import type { CloudwatchMetric } from "../../catalogue/names/cloudwatch-metric.ts";
import type { Resource } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { readDimensions, type StdoutConfig } from "./config.ts";
import { figureOf } from "./figure.ts";
import type { Item } from "./item.ts";
import { isShown } from "./rounds.ts";

/** What CloudWatch takes as the value of a dimension (MetricDatum, "Dimensions"). */
const isValue = (text: string | undefined): text is string =>
  text !== undefined && text.length <= 1024 && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(text);

type Facts = ReturnType<typeof cloudwatchFacts>;

/** The sets that the resource has all dimensions of. */
const setsFor = (
  { scope }: Resource,
  facts: Facts,
  sets: readonly (readonly DimensionName[])[],
): readonly (readonly string[])[] => {
  const own = sets.filter((set) => set.some((name) => ofContainers.includes(name)) === (scope === "container"));
  const named = own.map((set) => [
    ...new Set(set.map((name) => (name === "ServiceName" && !isValue(facts[name]) ? "TaskDefinitionFamily" : name))),
  ]);
  const known = named.filter((set) => set.every((name) => isValue(facts[name])));
  return known.filter((set, place) => known.findIndex((other) => other.join() === set.join()) === place);
};

/** A resource, and the values of its metrics by the times of their samples. */
interface Gathered {
  readonly resource: Resource;
  readonly atMs: number;
  readonly values: ReadonlyMap<CloudwatchMetric, Map<number, number>>;
}

type Metrics = readonly CloudwatchMetric[];

const gather = (round: readonly Snapshot[], metrics: Metrics): readonly Gathered[] => {
  const all = new Map<string, Gathered>();
  for (const { entries, takenAtMs } of round) {
    for (const { resource, points } of entries) {
      const values = all.get(resource.key)?.values ?? new Map(metrics.map((metric) => [metric, new Map()]));
      all.set(resource.key, { resource, atMs: takenAtMs, values });
      for (const metric of metrics) {
        const figure = metric.of === resource.scope ? figureOf(metric, points) : undefined;
        if (figure !== undefined) values.get(metric)?.set(figure.atMs, figure.value);
      }
    }
  }
  return [...all.values()];
};

/**
 * A round in CloudWatch's embedded metric format: a line for every task and container with the values of all its samples.
 * Ids are properties, for Logs Insights; only what the configuration says is a dimension.
 */
export const openEmbedded = ({ namespace, metrics: names, dimensions, internalContainers }: StdoutConfig) => {
  const metrics = cloudwatch.filter(({ name }) => names.includes(name));
  const sets = dimensions.map((text) => readDimensions(text) ?? []);
  const lineOf = ({ resource, atMs, values }: Gathered): readonly Item[] => {
    if (!isShown(resource, internalContainers)) return [];
    const facts = cloudwatchFacts(resource);
    const own = setsFor(resource, facts, sets);
    const told = [...values].filter(([, samples]) => samples.size > 0);
    if (own.length === 0 || told.length === 0) return [];
    const directive = {
      Namespace: namespace,
      Dimensions: own,
      Metrics: told.map(([{ name, unit }]) => ({ Name: name, Unit: unit })),
    };
    const known = Object.entries(facts).filter(([, value]) => value !== undefined && value !== "");
    const line = {
      _aws: { Timestamp: Math.round(atMs), CloudWatchMetrics: [directive] },
      ...Object.fromEntries(known),
      ...Object.fromEntries(told.map(([{ name }, samples]) => [name, [...samples.values()]])),
    };
    return [{ route: "lines", atMs, line }];
  };
  return (round: readonly Snapshot[]): readonly Item[] => gather(round, metrics).flatMap(lineOf);
};
