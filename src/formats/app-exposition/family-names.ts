import type { DeclaredType } from "./metadata-line.ts";
import type { Part } from "./series.ts";

/** What the families of a type call their samples: the name with these behind it. */
const parts: Readonly<Record<DeclaredType, Readonly<Record<string, Part>>>> = {
  counter: { "": "value", _total: "value", _created: "created" },
  gauge: { "": "value" },
  unknown: { "": "value" },
  "state-set": { "": "value" },
  info: { "": "value", _info: "value" },
  histogram: { "": "value", _bucket: "bucket", _count: "count", _sum: "sum", _created: "created" },
  summary: { "": "quantile", _count: "count", _sum: "sum", _created: "created" },
  "gauge-histogram": { _bucket: "value", _gcount: "value", _gsum: "value" },
};

/** What a sample with this behind the name of its family is to it; undefined: it belongs to another. */
export const partOf = (type: DeclaredType, end: string): Part | undefined =>
  Object.hasOwn(parts[type], end) ? parts[type][end] : undefined;

/** Names of samples that a family of this name and type may have. */
export const sampleNames = (type: DeclaredType, name: string): readonly string[] =>
  Object.keys(parts[type]).map((end) => name + end);

const withoutEnd = (name: string, end: string): string =>
  name.length > end.length && name.endsWith(end) ? name.slice(0, -end.length) : name;

/** Text 0.0.4 declares a counter with `_total`, OpenMetrics without. */
export const familyName = (type: DeclaredType, declared: string): string => {
  if (type === "counter") return withoutEnd(declared, "_total");
  return type === "info" ? withoutEnd(declared, "_info") : declared;
};
