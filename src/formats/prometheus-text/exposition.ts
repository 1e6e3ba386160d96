import { escapeHelp, escapeOpenMetricsHelp } from "./escape.ts";
import { formatValue } from "./number.ts";

/** Text 0.0.4 calls `info` and `state-set` a gauge and `unknown` untyped. */
export type FamilyType = "counter" | "gauge" | "info" | "unknown" | "histogram" | "summary" | "state-set";

export interface FamilyHead {
  /** As the samples carry it, with `_total` or `_info` where it has that. */
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string;
  /** Told in OpenMetrics only, and only when the name ends with it. */
  readonly unit?: string | undefined;
}

/** The series of one family, in three lists of the same length. */
export interface FamilySeries {
  /** `{name="value",...}` with escaped values, or nothing. */
  readonly labels: readonly string[];
  readonly values: readonly number[];
  /** Sample times in milliseconds since the epoch; left out, the reader's time counts. */
  readonly atMs?: readonly number[] | undefined;
}

/** A family ready to be written. */
export interface WrittenFamily extends FamilySeries {
  /** What `textHead` or `openMetricsHead` made. */
  readonly head: string;
  readonly name: string;
  /** What follows the name, sample by sample, where that differs: `_bucket`, `_sum`. */
  readonly suffixes?: readonly string[] | undefined;
}

export const textContentType = "text/plain; version=0.0.4; charset=utf-8";
export const openMetricsContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

const textTypes: Readonly<Record<FamilyType, string>> = {
  counter: "counter",
  gauge: "gauge",
  info: "gauge",
  unknown: "untyped",
  histogram: "histogram",
  summary: "summary",
  "state-set": "gauge",
};

const openMetricsWord = (type: FamilyType): string => (type === "state-set" ? "stateset" : type);

/** HELP and TYPE lines of text 0.0.4. */
export const textHead = ({ name, type, help }: FamilyHead): string =>
  `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${textTypes[type]}\n`;

const without = (name: string, suffix: string): string | undefined =>
  name.endsWith(suffix) ? name.slice(0, -suffix.length) : undefined;

/**
 * OpenMetrics names a counter's family without `_total` and an info's without `_info`, and allows neither type to
 * samples named otherwise: those are `unknown` and `gauge`.
 */
const openMetricsFamily = ({ name, type }: FamilyHead): readonly [name: string, type: FamilyType] => {
  if (type === "counter") {
    const family = without(name, "_total");
    return family === undefined ? [name, "unknown"] : [family, "counter"];
  }
  if (type === "info") {
    const family = without(name, "_info");
    return family === undefined ? [name, "gauge"] : [family, "info"];
  }
  return [name, type];
};

/** Whether a name is another family's too; OpenMetrics would then have a counter and a gauge of one name. */
type IsTaken = (name: string) => boolean;

/**
 * HELP, TYPE and, where the format allows it, UNIT lines of OpenMetrics 1.0. A counter or info whose name without its
 * ending is another family's is `unknown` under its full name.
 */
export const openMetricsHead = (head: FamilyHead, isTaken: IsTaken = () => false): string => {
  const [shortName, wanted] = openMetricsFamily(head);
  const taken = shortName !== head.name && isTaken(shortName);
  const [name, type] = taken ? ([head.name, "unknown"] as const) : ([shortName, wanted] as const);
  const { unit } = head;
  const unitLine = unit !== undefined && type !== "info" && name.endsWith(`_${unit}`) ? `# UNIT ${name} ${unit}\n` : "";
  return `# HELP ${name} ${escapeOpenMetricsHelp(head.help)}\n# TYPE ${name} ${openMetricsWord(type)}\n${unitLine}`;
};

const write = (families: Iterable<WrittenFamily>, time: (atMs: number) => string): string => {
  let text = "";
  for (const { head, name, suffixes, labels, values, atMs } of families) {
    text += head;
    for (let at = 0; at < labels.length; at += 1) {
      text += `${name}${suffixes?.[at] ?? ""}${labels[at] ?? ""} ${formatValue(values[at] ?? Number.NaN)}`;
      text += atMs === undefined ? "\n" : ` ${time(atMs[at] ?? Number.NaN)}\n`;
    }
  }
  return text;
};

/** Text 0.0.4. Times are whole milliseconds. */
export const writeText = (families: Iterable<WrittenFamily>): string =>
  write(families, (atMs) => `${Math.round(atMs)}`);

/** OpenMetrics 1.0. Times are seconds. */
export const writeOpenMetrics = (families: Iterable<WrittenFamily>): string =>
  `${write(families, (atMs) => `${atMs / 1000}`)}# EOF\n`;
