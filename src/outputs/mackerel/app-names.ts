import type { MackerelUnit } from "../../catalogue/names/mackerel-figure.ts";
import type { Attributes } from "../../model/point.ts";
import { nameSegment } from "./name-segment.ts";

/** Mackerel says nothing of a longest name; longer ones are left out, since two of them might be cut to one. */
const longestName = 255;

export const isShortEnough = (name: string): boolean => name.length <= longestName;

/**
 * The values of an app's labels as one part, by the labels' names, a `-` between them. Where a value has one itself a comma
 * stands there, which `nameSegment` writes out: two series never become one.
 */
export const labelSegment = (labels: Attributes): string | undefined => {
  const values = Object.entries(labels)
    .filter(([, value]) => value !== "")
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, value]) => value);
  if (values.length === 0) return undefined;
  return nameSegment(values.join(values.some((value) => value.includes("-")) ? "," : "-"));
};

/** `p99` of 0.99, `p99_9` of 0.999. */
export const quantileSegment = (quantile: number): string =>
  `p${nameSegment(`${Number((quantile * 100).toPrecision(12))}`.replace(".", "_"))}`;

const units: Readonly<Record<string, MackerelUnit>> = {
  seconds: "seconds",
  milliseconds: "milliseconds",
  bytes: "bytes",
  percent: "percentage",
};

/** By what the app says, else by the ending that Prometheus' names have. */
export const unitOf = (name: string, told: string | undefined): MackerelUnit =>
  units[told ?? ""] ?? units[name.slice(name.lastIndexOf("_") + 1)] ?? "float";
