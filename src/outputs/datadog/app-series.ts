import type { AppFamily, AppGrowth, AppHistogram, AppSummary, AppValue } from "../../model/app-family.ts";
import type { Attributes } from "../../model/point.ts";
import type { TargetResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import { tagOf } from "./clean-tag.ts";
import type { SeriesItem } from "./item.ts";
import { isShown, type Telling } from "./series.ts";

/** A number of a family as Datadog's own OpenMetrics check names it. */
interface Told {
  readonly ending: string;
  readonly value: number;
  readonly tag?: string | undefined;
  /** Changes per second: the time they were counted in, in seconds. */
  readonly interval?: number;
}

const seconds = (ms: number): number => Math.max(1, Math.round(ms / 1000));

const ratesOf = ({ overMs, count, sum }: AppGrowth): readonly Told[] => {
  const interval = seconds(overMs);
  const rate = (ending: string, grown: number): Told => ({ ending, value: (grown / overMs) * 1000, interval });
  return [rate(".count", count), ...(sum === undefined ? [] : [rate(".sum", sum)])];
};

/** What lies above the last bound is left to the count, as Datadog's check does. */
const histogram = ({ buckets, growth }: AppHistogram): readonly Told[] => {
  if (growth === undefined) return [];
  const interval = seconds(growth.overMs);
  const told = buckets.flatMap(({ upperBound }, place): Told[] => {
    const grown = growth.buckets?.[place];
    if (grown === undefined) return [];
    const tag = tagOf("upper_bound", `${upperBound}`);
    return [{ ending: ".bucket", value: (grown / growth.overMs) * 1000, tag, interval }];
  });
  return [...ratesOf(growth), ...told];
};

const summary = ({ quantiles, growth }: AppSummary): readonly Told[] => [
  ...(growth === undefined ? [] : ratesOf(growth)),
  ...quantiles.map(
    ({ quantile, value }): Told => ({ ending: ".quantile", value, tag: tagOf("quantile", `${quantile}`) }),
  ),
];

const counter = ({ perSecond }: AppValue, interval: number): readonly Told[] =>
  perSecond === undefined ? [] : [{ ending: ".count", value: perSecond, interval }];

type Sample = AppValue | AppHistogram | AppSummary;

const toldOf = (kind: AppFamily["kind"], sample: Sample, interval: number): readonly Told[] => {
  if ("buckets" in sample) return histogram(sample);
  if ("quantiles" in sample) return summary(sample);
  return kind === "counter" ? counter(sample, interval) : [{ ending: "", value: sample.value }];
};

const longestName = 200;

/** Letters, digits, underscores and dots, a letter first. The ending stays when a name is cut. */
const metricName = (namespace: string, name: string, ending: string): string => {
  const legal = `${namespace === "" ? "" : `${namespace}.`}${name}`.replace(/[^A-Za-z0-9_.]/gu, "_");
  const begun = /^[A-Za-z]/.test(legal) ? legal : `app_${legal}`;
  return `${begun.slice(0, longestName - ending.length)}${ending}`;
};

const tagNames = (tags: readonly string[]): Set<string> => new Set(tags.map((tag) => tag.split(":", 1)[0] ?? tag));

/** Names that are there already come as `exported_`, as they would in a scrape: a tag of two values is neither. */
const labelTags = (labels: Attributes, taken: ReadonlySet<string>): readonly string[] =>
  Object.entries(labels).flatMap(([name, value]) => {
    const tag = tagOf(name, value);
    if (tag === undefined) return [];
    return taken.has(tag.split(":", 1)[0] ?? "") ? (tagOf(`exported_${name}`, value) ?? []) : tag;
  });

const targetTags = (telling: Telling, resource: TargetResource): readonly string[] => {
  const dialect = telling.plan.of(resource)[0]?.dialect;
  const own = dialect === undefined ? "" : telling.tags.of(dialect, resource);
  const { name, slot, tags = {} } = resource.target;
  const known = [
    ...(own === "" ? [] : own.split(",")),
    ...["target", "slot"].flatMap((tag) => tagOf(tag, tag === "target" ? name : `${slot}`) ?? []),
  ];
  return [...known, ...labelTags(tags, tagNames(known))];
};

/** Counters have been counted over the time between two snapshots, as far as two are known. */
export interface AppTelling {
  readonly namespace: string;
  readonly intervalMs: number;
}

const entryItems = ({ resource, families }: Entry, telling: Telling, apps: AppTelling): readonly SeriesItem[] => {
  if (resource.scope !== "target" || families === undefined || !isShown(resource, telling)) return [];
  const owner = targetTags(telling, resource);
  const taken = tagNames(owner);
  const interval = seconds(apps.intervalMs);
  return families.flatMap(({ kind, name, samples }) =>
    samples.flatMap((sample: Sample) => {
      const tags = [...owner, ...labelTags(sample.labels, taken)];
      return toldOf(kind, sample, interval).map(
        ({ ending, value, tag, interval: over }): SeriesItem => ({
          route: "series",
          atMs: sample.atMs,
          metric: metricName(apps.namespace, name, ending),
          value,
          tags: (tag === undefined ? tags : [...tags, tag]).join(","),
          ...(over === undefined ? {} : { interval: over }),
        }),
      );
    }),
  );
};

/** Every series of apps in one snapshot. */
export const appSeriesOf = (telling: Telling, { entries }: Snapshot, apps: AppTelling): readonly SeriesItem[] =>
  entries.flatMap((entry) => entryItems(entry, telling, apps));
