import type { OtlpMetric } from "../../catalogue/names/otlp.ts";
import type { Attributes } from "../../formats/otlp/metrics.ts";
import type { PushItem } from "../../ports/push-output.ts";

/** One data point. */
export interface Item extends PushItem {
  readonly route: "metrics";
  /** The same object for all items of a resource that were selected together. */
  readonly resource: Attributes;
  readonly metric: OtlpMetric;
  readonly attributes: Attributes;
  readonly value: number;
  /** Sums: when the count began, in milliseconds since the epoch. */
  readonly sinceMs?: number;
}
