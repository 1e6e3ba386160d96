import type { CloudwatchMetric } from "../../catalogue/names/cloudwatch-metric.ts";
import type { Point } from "../../model/point.ts";

/** A value and the time of its sample. */
export interface Figure {
  readonly value: number;
  readonly atMs: number;
}

/** CloudWatch takes nothing beyond (MetricDatum, "Value"). */
const greatest = 2 ** 360;

/** More digits are floating point's noise, and bytes in a log. */
const digits = 12;

const valueIn = ({ take }: CloudwatchMetric, { value, perSecond, attributes }: Point): number | undefined => {
  if (take === undefined) return value;
  if (take === "perSecond") return perSecond;
  return attributes.status === take.word ? value : 0;
};

/** The metric's figure among the points of a resource; undefined when it is not known. */
export const figureOf = (metric: CloudwatchMetric, points: readonly Point[]): Figure | undefined => {
  let figure: Figure | undefined;
  for (const point of points) {
    const value = point.metric === metric.metric ? valueIn(metric, point) : undefined;
    if (value === undefined) continue;
    const { value: sum = 0, atMs = point.atMs } = figure ?? {};
    figure = { value: sum + value * (metric.times ?? 1), atMs: Math.max(atMs, point.atMs) };
  }
  if (figure === undefined || !Number.isFinite(figure.value) || Math.abs(figure.value) > greatest) return undefined;
  return { ...figure, value: Number(figure.value.toPrecision(digits)) };
};
