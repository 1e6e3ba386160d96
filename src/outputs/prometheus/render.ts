import { planSeries, type SeriesPlan } from "../../formats/prometheus-series/plan.ts";
import { seriesOf } from "../../formats/prometheus-series/series.ts";
import {
  openMetricsContentType,
  openMetricsHead,
  textContentType,
  textHead,
  type WrittenFamily,
  writeOpenMetrics,
  writeText,
} from "../../formats/prometheus-text/exposition.ts";
import type { Variant } from "../../formats/prometheus-text/variant.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Rendering } from "../../ports/output.ts";
import type { PrometheusConfig } from "./config.ts";

/** What to expose, worked out once from the configuration. */
export interface Plan {
  readonly series: SeriesPlan;
  /** The head of each family, by name. */
  readonly heads: Readonly<Record<Variant, ReadonlyMap<string, string>>>;
  /** Whether sampled values get the time of their sample. */
  readonly timestamps: boolean;
}

export const planOf = (config: PrometheusConfig): Plan => {
  const series = planSeries(config);
  const families = series.dialects.flatMap((dialect) => dialect.families);
  return {
    series,
    heads: {
      "text-0.0.4": new Map(families.map((family) => [family.name, textHead(family)])),
      "openmetrics-1.0.0": new Map(families.map((family) => [family.name, openMetricsHead(family)])),
    },
    timestamps: config.timestamps === "on",
  };
};

/** The whole exposition of a snapshot. Pure: the same snapshot and plan give the same text. */
export const render = (plan: Plan, snapshot: Snapshot, variant: Variant): Rendering => {
  const { families, problems } = seriesOf(plan.series, snapshot);
  const heads = plan.heads[variant];
  const written = families.map(
    ({ family, labels, values, atMs }): WrittenFamily => ({
      head: heads.get(family.name) ?? "",
      name: family.name,
      labels,
      values,
      atMs: plan.timestamps && family.sampled ? atMs : undefined,
    }),
  );
  return variant === "openmetrics-1.0.0"
    ? { contentType: openMetricsContentType, body: writeOpenMetrics(written), problems }
    : { contentType: textContentType, body: writeText(written), problems };
};
