/** The units of CloudWatch that these metrics are in (MetricDatum, "Unit"). */
export type CloudwatchUnit = "Percent" | "Count" | "Bytes/Second" | "Megabytes" | "Gigabytes" | "None";

/** A figure of a task or a container under a name of CloudWatch. Points that attributes tell apart are added up. */
export interface CloudwatchMetric<M extends string = string> {
  readonly name: string;
  readonly of: "task" | "container";
  readonly unit: CloudwatchUnit;
  readonly metric: M;
  /** perSecond: a counter's change; otherwise the value, or, of a state, 1 when it is this word and 0 when not. */
  readonly take?: "perSecond" | { readonly word: string };
  /** What the value is multiplied with. */
  readonly times?: number;
  /** Sent unless the configuration lists others. Every metric costs, for every combination of dimensions. */
  readonly usual?: true;
  /** What it is in Container Insights. */
  readonly original: string;
  /** What ours is. */
  readonly ours: string;
}
