import type { ExportRequest, ReadPoint } from "./shape.ts";

type ReadMetric = ExportRequest["resourceMetrics"][number]["scopeMetrics"][number]["metrics"][number];

/** A number of a data point: all there is of a sum or gauge, a part of a histogram or summary. */
export interface PartPoint extends ReadPoint {
  readonly data: "sum" | "gauge";
  readonly part?: string;
}

type Data<Kind extends "histogram" | "summary"> = NonNullable<ReadMetric[Kind]>["dataPoints"][number];

const histogramParts = ({ count, sum, bucketCounts, explicitBounds, ...head }: Data<"histogram">): PartPoint[] => {
  const counted = { ...head, data: "sum", whole: true } as const;
  let upTo = 0;
  const buckets = explicitBounds.map((bound, place): PartPoint => {
    upTo += bucketCounts[place] ?? 0;
    return { ...counted, part: `le ${bound}`, value: upTo };
  });
  // Observations below zero make a sum smaller: it is no count.
  const { startTimeUnixNano: _, ...noStart } = head;
  return [
    ...buckets,
    { ...counted, part: "count", value: count },
    ...(sum === undefined ? [] : [{ ...noStart, data: "gauge", whole: false, part: "sum", value: sum } as const]),
  ];
};

const summaryParts = ({ count, sum, quantileValues, ...head }: Data<"summary">): PartPoint[] => {
  const { startTimeUnixNano: _, ...noStart } = head;
  const gauge = { ...noStart, data: "gauge", whole: false } as const;
  return [
    { ...head, data: "sum", whole: true, part: "count", value: count },
    { ...gauge, part: "sum", value: sum },
    ...quantileValues.map(({ quantile, value }): PartPoint => ({ ...gauge, part: `quantile ${quantile}`, value })),
  ];
};

/** All numbers of a metric. */
export const partsOf = ({ sum, gauge, histogram, summary }: ReadMetric): readonly PartPoint[] => [
  ...(sum?.dataPoints ?? []).map((point): PartPoint => ({ ...point, data: "sum" })),
  ...(gauge?.dataPoints ?? []).map((point): PartPoint => ({ ...point, data: "gauge" })),
  ...(histogram?.dataPoints ?? []).flatMap(histogramParts),
  ...(summary?.dataPoints ?? []).flatMap(summaryParts),
];
