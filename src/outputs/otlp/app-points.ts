import type { Attributes } from "../../formats/otlp/metrics.ts";
import type { AppFamily, AppHistogram, AppSummary } from "../../model/app-family.ts";
import type { Item, Measure } from "./item.ts";

/** OpenMetrics' words for units in UCUM; others are not guessed at. */
const units: Readonly<Record<string, string>> = {
  seconds: "s",
  milliseconds: "ms",
  bytes: "By",
  ratio: "1",
  percent: "%",
  celsius: "Cel",
  meters: "m",
  volts: "V",
  amperes: "A",
  joules: "J",
  grams: "g",
  hertz: "Hz",
};

const longestName = 255;

/** The nearest name that an instrument may have (OpenTelemetry, "Instrument name syntax"). */
const instrumentName = (text: string): string => {
  const name = text.replace(/[^A-Za-z0-9_./-]/gu, "_");
  return (/^[A-Za-z]/.test(name) ? name : `app_${name}`).slice(0, longestName);
};

const endings: Partial<Record<AppFamily["kind"], string>> = { counter: "_total", info: "_info" };

/** With its ending: Go's own metrics have a gauge and a counter that nothing else tells apart. */
const nameOf = ({ name, kind }: AppFamily): string => {
  const ending = endings[kind] ?? "";
  return instrumentName(name.endsWith(ending) ? name : `${name}${ending}`);
};

/** Undefined when the counts are none: not whole within what a double tells apart, or not ascending. */
const histogramMeasure = ({ buckets, count, sum }: AppHistogram): Measure | undefined => {
  const cumulative = [...buckets.map((bucket) => bucket.count), count].map(Math.round);
  const bucketCounts = cumulative.map((upTo, place) => upTo - (cumulative[place - 1] ?? 0));
  if (bucketCounts.some((one) => one < 0 || !Number.isSafeInteger(one))) return undefined;
  const bounds = buckets.map(({ upperBound }) => upperBound);
  return { data: "histogram", count: Math.round(count), sum, bounds, bucketCounts };
};

type Bare = Pick<Item, "attributes" | "measure">;

/** A summary must have count and sum; where an app gives neither, each quantile is a gauge. */
const summaryPoints = ({ quantiles, count, sum }: AppSummary, attributes: Attributes): readonly Bare[] => {
  if (count !== undefined && sum !== undefined)
    return [{ attributes, measure: { data: "summary", count: Math.round(count), sum, quantiles } }];
  return quantiles.map(({ quantile, value }) => ({
    attributes: { ...attributes, quantile: `${quantile}` },
    measure: { data: "gauge", value, whole: false },
  }));
};

const barePoints = (family: AppFamily): readonly (Bare & { readonly sinceMs?: number | undefined })[] => {
  if (family.kind === "histogram") {
    return family.samples.flatMap((sample) => {
      const measure = histogramMeasure(sample);
      return measure === undefined ? [] : [{ attributes: known(sample.labels), measure, sinceMs: sample.sinceMs }];
    });
  }
  if (family.kind === "summary") {
    return family.samples.flatMap((sample) =>
      summaryPoints(sample, known(sample.labels)).map((bare) =>
        bare.measure.data === "gauge" ? bare : { ...bare, sinceMs: sample.sinceMs },
      ),
    );
  }
  const counts = family.kind === "counter";
  return family.samples.map(({ labels, value, sinceMs }) => ({
    attributes: known(labels),
    measure: { data: counts ? "sum" : "gauge", value, whole: false },
    sinceMs: counts ? sinceMs : undefined,
  }));
};

const known = (labels: Attributes): Attributes =>
  Object.fromEntries(Object.entries(labels).filter(([name, value]) => name !== "" && value !== ""));

/** The data points of an app's metrics, all at one time as a resource's have to be. */
export const appItems = (resource: Attributes, families: readonly AppFamily[], atMs: number): readonly Item[] =>
  families.flatMap((family) => {
    const { help = "", unit = "" } = family;
    const metric = { name: nameOf(family), description: help, unit: units[unit] ?? "" };
    return barePoints(family).map(({ attributes, measure, sinceMs }): Item => {
      const item = { route: "metrics", atMs, resource, scope: "taskvitals.apps", metric, attributes, measure } as const;
      return sinceMs === undefined || sinceMs > atMs ? item : { ...item, sinceMs };
    });
  });
