import type { Attributes, HistogramPoint, NumberPoint, SummaryPoint } from "../../formats/otlp/metrics.ts";
import type { PushItem } from "../../ports/push-output.ts";

type Bare<Point> = Omit<Point, "attributes" | "startTimeNs" | "timeNs">;

/** What a data point says, beside when and of what. */
export type Measure =
  | ({ readonly data: "sum" | "gauge" } & Bare<NumberPoint>)
  | ({ readonly data: "histogram" } & Bare<HistogramPoint>)
  | ({ readonly data: "summary" } & Bare<SummaryPoint>);

/** What the agent reads of tasks, and what apps tell of themselves. */
export type ScopeName = "taskvitals" | "taskvitals.apps";

/** One data point. */
export interface Item extends PushItem {
  readonly route: "metrics";
  /** The same object for all items of a resource that were selected together. */
  readonly resource: Attributes;
  readonly scope: ScopeName;
  readonly metric: { readonly name: string; readonly description: string; readonly unit: string };
  readonly attributes: Attributes;
  readonly measure: Measure;
  /** When the count began, in milliseconds since the epoch. */
  readonly sinceMs?: number;
}
