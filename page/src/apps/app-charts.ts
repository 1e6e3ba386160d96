import type { Figure } from "../chart/columns.ts";
import { type AppLine, type AppTrack, familyKey } from "./app-track.ts";
import { unitOf } from "./family.ts";
import type { Listed } from "./listed.ts";
import { type Buckets, quantileOf, together } from "./quantile.ts";
import { shareName, shares } from "./recent.ts";
import { labelsText, short } from "./short.ts";

export interface AppChartLine {
  readonly label: string;
  readonly times: readonly number[];
  readonly values: readonly Figure[];
}

/** What is drawn of one family: its figures, or of distributions also where they lie. */
export interface AppChart {
  readonly what: "values" | "perSecond" | "quantiles" | "means";
  /** UCUM. */
  readonly unit: string;
  readonly perSecond: boolean;
  readonly lines: readonly AppChartLine[];
  /** Series that have no line, as there are colours for eight. */
  readonly leftOut: number;
}

const linesAtMost = 8;

const weight = (values: readonly Figure[]): number =>
  values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);

/** Labels that are cut short may be the same. */
const apart = (lines: readonly AppChartLine[]): readonly AppChartLine[] => {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const before = seen.get(line.label) ?? 0;
    seen.set(line.label, before + 1);
    return before === 0 ? line : { ...line, label: `${line.label} (${before + 1})` };
  });
};

/** The eight with the most to show, in the order of the table. */
const heaviest = (lines: readonly AppChartLine[]): Pick<AppChart, "lines" | "leftOut"> => {
  const known = lines.filter(({ values }) => values.some((value) => value !== null));
  const chosen = new Set(
    known
      .map((line) => ({ line, weight: weight(line.values) }))
      .sort((one, other) => other.weight - one.weight)
      .slice(0, linesAtMost)
      .map(({ line }) => line),
  );
  return { lines: apart(known.filter((line) => chosen.has(line))), leftOut: known.length - chosen.size };
};

const quantileLines = (times: readonly number[], lines: readonly AppLine[]): readonly AppChartLine[] => {
  const merged = times.map((_, at) => {
    const told = lines.map(({ buckets }) => buckets[at]).filter((one): one is Buckets => one !== undefined);
    return together(told);
  });
  return shares.map((share) => ({
    label: shareName(share),
    times,
    values: merged.map((buckets): Figure => {
      const found = buckets === undefined ? undefined : quantileOf(buckets, share);
      return found === undefined || found.above ? null : found.value;
    }),
  }));
};

/** Charts of one family, from those of its series that are listed; without any line there is no chart. */
export const chartsOf = (track: AppTrack, { family }: Pick<Listed, "family">): readonly AppChart[] => {
  const { times } = track;
  const known = track.families.get(familyKey(family));
  const lines = family.samples.flatMap(({ labels }) => known?.get(labelsText(labels)) ?? []);
  const lineOf = (line: AppLine, values: readonly Figure[]): AppChartLine => ({
    label: short(labelsText(line.labels)) || short(family.name),
    times,
    values,
  });
  const unit = unitOf(family);
  const figures = heaviest(lines.map((line) => lineOf(line, line.figures)));
  if (family.kind !== "histogram" && family.kind !== "summary") {
    const isCounter = family.kind === "counter";
    const chart: AppChart = { what: isCounter ? "perSecond" : "values", unit, perSecond: isCounter, ...figures };
    return chart.lines.length === 0 ? [] : [chart];
  }
  const quantiles = quantileLines(times, lines);
  const places: AppChart = quantiles.some(({ values }) => values.some((value) => value !== null))
    ? { what: "quantiles", unit, perSecond: false, lines: quantiles, leftOut: 0 }
    : { what: "means", unit, perSecond: false, ...heaviest(lines.map((line) => lineOf(line, line.means))) };
  const rate: AppChart = { what: "perSecond", unit: "", perSecond: true, ...figures };
  return [rate, places].filter((chart) => chart.lines.length > 0);
};
