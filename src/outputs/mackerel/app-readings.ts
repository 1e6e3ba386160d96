import type { MackerelUnit } from "../../catalogue/names/mackerel-figure.ts";
import { goStatsClassic, goStatsClassicUnits } from "../../formats/go-stats/classic.ts";
import type { AppFamily, AppGrowth, AppHistogram, AppSummary, AppValue } from "../../model/app-family.ts";
import type { TargetResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import { isShortEnough, labelSegment, quantileSegment, unitOf } from "./app-names.ts";
import { percentileOf } from "./app-percentiles.ts";
import type { Reading } from "./figure.ts";
import { nameSegment } from "./name-segment.ts";
import type { Settings } from "./settings.ts";

/** A number of an app, with how its graph is to be drawn. */
export interface AppReading extends Reading {
  /** The graph: the name up to its last dot, the slot made a wildcard; none where a plugin says itself. */
  readonly graph: { readonly name: string; readonly unit: MackerelUnit } | undefined;
}

/** A target and what is told of it. */
export interface AppView {
  readonly resource: TargetResource;
  readonly readings: readonly AppReading[];
}

/** After everything of tasks and containers, when a budget is short. */
const priority = 1000;

interface Naming {
  /** `custom.web.1`. */
  readonly root: string;
  /** `custom.web.#`. */
  readonly graphRoot: string;
}

interface Told {
  readonly path: readonly (string | undefined)[];
  readonly value: number;
  readonly unit: MackerelUnit;
  readonly minute: Reading["minute"];
}

const reading = ({ root, graphRoot }: Naming, { path, value, unit, minute }: Told, atMs: number): AppReading => {
  const parts = path.filter((part) => part !== undefined);
  const graph = [graphRoot, ...parts.slice(0, -1)].join(".");
  return { name: [root, ...parts].join("."), value, atMs, minute, priority, graph: { name: graph, unit } };
};

const rate = (path: Told["path"], value: number): Told => ({ path, value, unit: "float", minute: "mean" });

const ratesOf = (metric: string, label: string | undefined, { overMs, count, sum }: AppGrowth): readonly Told[] => [
  rate([nameSegment(`${metric}_count`), label], (count / overMs) * 1000),
  ...(sum === undefined ? [] : [rate([nameSegment(`${metric}_sum`), label], (sum / overMs) * 1000)]),
];

const shares = [0.5, 0.9, 0.99] as const;

const ofHistogram = (family: AppFamily, sample: AppHistogram): readonly Told[] => {
  const { growth } = sample;
  if (growth === undefined) return [];
  const label = labelSegment(sample.labels);
  const unit = unitOf(family.name, family.unit);
  const of = (part: string, value: number | undefined): readonly Told[] =>
    value === undefined ? [] : [{ path: [nameSegment(family.name), label, part], value, unit, minute: "mean" }];
  const mean = growth.sum === undefined || growth.count <= 0 ? undefined : growth.sum / growth.count;
  return [
    ...ratesOf(family.name, label, growth),
    ...of("avg", mean),
    ...shares.flatMap((share) => of(quantileSegment(share), percentileOf(sample, growth, share))),
  ];
};

const ofSummary = (family: AppFamily, { labels, quantiles, growth }: AppSummary): readonly Told[] => {
  const label = labelSegment(labels);
  const unit = unitOf(family.name, family.unit);
  return [
    ...(growth === undefined ? [] : ratesOf(family.name, label, growth)),
    ...quantiles.map(({ quantile, value }): Told => {
      const path = [nameSegment(family.name), label, quantileSegment(quantile)];
      return { path, value, unit, minute: "newest" };
    }),
  ];
};

/** What an app is never changes, and is no number: info is left out. */
const ofValue = (family: AppFamily, { labels, value, perSecond }: AppValue): readonly Told[] => {
  const path = [nameSegment(family.name), labelSegment(labels)];
  if (family.kind === "info") return [];
  if (family.kind === "counter") return perSecond === undefined ? [] : [rate(path, perSecond)];
  return [{ path, value, unit: unitOf(family.name, family.unit), minute: "newest" }];
};

const general = ({ target }: TargetResource, families: readonly AppFamily[]): readonly AppReading[] => {
  const name = nameSegment(target.name);
  const naming = { root: `custom.${name}.${target.slot}`, graphRoot: `custom.${name}.#` };
  return families.flatMap((family) =>
    family.samples.flatMap((sample: AppValue | AppHistogram | AppSummary) => {
      const told =
        "buckets" in sample
          ? ofHistogram(family, sample)
          : "quantiles" in sample
            ? ofSummary(family, sample)
            : ofValue(family, sample);
      return told.map((one) => reading(naming, one, sample.atMs));
    }),
  );
};

/** Values of before, by target and family: mackerel-plugin-gostats takes the change of one that is no counter. */
type Gauges = Map<string, AppValue>;

interface GoStats {
  /** What stands behind `custom.gostats.`. */
  readonly key: string;
  readonly before: Gauges;
  readonly now: Gauges;
}

const firstValue = (families: readonly AppFamily[], name: string, kind: AppFamily["kind"]): AppValue | undefined => {
  const sample = families.find((family) => family.name === name && family.kind === kind)?.samples[0];
  return sample !== undefined && "value" in sample ? sample : undefined;
};

const perMinute = (sample: AppValue, before: AppValue | undefined): number | undefined => {
  if (sample.perSecond !== undefined) return sample.perSecond * 60;
  if (before === undefined || before.atMs >= sample.atMs) return undefined;
  return Math.max(0, ((sample.value - before.value) / (sample.atMs - before.atMs)) * 60_000);
};

/** The fifteen names of mackerel-plugin-gostats. */
const goStats = (resource: TargetResource, families: readonly AppFamily[], { key, before, now }: GoStats) =>
  goStatsClassic.flatMap(({ group, field, family, kind, as }): AppReading[] => {
    const sample = firstValue(families, family, kind);
    if (sample === undefined) return [];
    const place = `${resource.key} ${family}`;
    if (as === "per-minute" && kind === "gauge") now.set(place, sample);
    const value = as === "value" ? sample.value : perMinute(sample, before.get(place));
    if (value === undefined) return [];
    const naming = { root: `custom.gostats.${key}`, graphRoot: "custom.gostats.#" };
    const minute = as === "value" ? "newest" : "mean";
    return [reading(naming, { path: [group, field], value, unit: goStatsClassicUnits[group], minute }, sample.atMs)];
  });

/** The plugin's own names, which are Mackerel's already. */
const plugin = (families: readonly AppFamily[]): readonly AppReading[] =>
  families.flatMap(({ name, samples }) =>
    samples.flatMap((sample: AppValue | AppHistogram | AppSummary): AppReading[] =>
      "value" in sample
        ? [
            {
              name: `custom.${name}`,
              value: sample.value,
              atMs: sample.atMs,
              minute: "newest",
              priority,
              graph: undefined,
            },
          ]
        : [],
    ),
  );

type GoStatsBy = Settings["apps"]["goStatsBy"];

const keyOf = ({ target }: TargetResource, by: GoStatsBy): string => {
  const port = target.hostPort ?? target.containerPort;
  return by === "port" && port !== undefined ? `${port}` : `${target.slot}`;
};

/** Slots are of one name each: where two names meet at one key of a host, the later has its name before it. */
const openKeys = ({ hosts, apps }: Pick<Settings, "apps" | "hosts">) => {
  const names = new Map<string, string>();
  return (resource: TargetResource): string => {
    const key = keyOf(resource, apps.goStatsBy);
    const { name } = resource.target;
    const place = `${key} ${hosts === "task" ? resource.task?.arn : ""}`;
    const first = names.get(place) ?? name;
    names.set(place, first);
    return first === name ? key : nameSegment(`${name}-${key}`);
  };
};

export type AppReadings = (snapshot: Snapshot) => readonly AppView[];

/** What is told of the apps of a snapshot. Called snapshot after snapshot, oldest first. */
export const openAppReadings = (settings: Pick<Settings, "apps" | "hosts">): AppReadings => {
  let before: Gauges = new Map();
  const ofEntry = (
    { resource, families }: Entry,
    key: (one: TargetResource) => string,
    now: Gauges,
  ): readonly AppView[] => {
    if (resource.scope !== "target" || families === undefined) return [];
    const { kind } = resource.target;
    const readings =
      kind === "go-stats"
        ? goStats(resource, families, { key: key(resource), before, now })
        : kind === "mackerel-plugin"
          ? plugin(families)
          : general(resource, families);
    return [{ resource, readings: readings.filter(({ name }) => isShortEnough(name)) }];
  };
  return ({ entries }) => {
    const now: Gauges = new Map();
    const key = openKeys(settings);
    const views = entries.flatMap((entry) => ofEntry(entry, key, now));
    before = now;
    return views;
  };
};
