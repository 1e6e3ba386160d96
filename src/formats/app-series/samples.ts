import type { AppFamily, AppHistogram, AppSummary, AppValue } from "../../model/app-family.ts";
import { formatBound } from "../prometheus-text/number.ts";

/** One number of a series of an app: what follows the family's name, a label of the format's own, and the value. */
export interface SampleLine {
  readonly suffix: string;
  readonly label?: readonly [name: "le" | "quantile", value: string];
  readonly value: number;
}

const histogramLines = ({ buckets, count, sum }: AppHistogram): readonly SampleLine[] => [
  ...buckets.map(
    (bucket): SampleLine => ({
      suffix: "_bucket",
      label: ["le", formatBound(bucket.upperBound)],
      value: bucket.count,
    }),
  ),
  { suffix: "_bucket", label: ["le", "+Inf"], value: count },
  ...(sum === undefined ? [] : [{ suffix: "_sum", value: sum }]),
  { suffix: "_count", value: count },
];

const summaryLines = ({ quantiles, count, sum }: AppSummary): readonly SampleLine[] => [
  ...quantiles.map(
    ({ quantile, value }): SampleLine => ({ suffix: "", label: ["quantile", formatBound(quantile)], value }),
  ),
  ...(sum === undefined ? [] : [{ suffix: "_sum", value: sum }]),
  ...(count === undefined ? [] : [{ suffix: "_count", value: count }]),
];

/** A value's, histogram's or summary's numbers, in the order in which Prometheus writes them. */
export const linesOf = (sample: AppValue | AppHistogram | AppSummary): readonly SampleLine[] => {
  if ("buckets" in sample) return histogramLines(sample);
  return "quantiles" in sample ? summaryLines(sample) : [{ suffix: "", value: sample.value }];
};

/** The label that a family keeps for itself. */
export const reservedLabel = ({ kind }: AppFamily): "le" | "quantile" | undefined =>
  kind === "histogram" ? "le" : kind === "summary" ? "quantile" : undefined;
