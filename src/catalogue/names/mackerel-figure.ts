import type { Attributes } from "../../model/point.ts";

/** Where a figure's value comes from. */
export interface MackerelSource<M extends string = string> {
  readonly metric: M;
  /** Counters: their change per second. */
  readonly take?: "perSecond";
  /** Only points with these attributes; points that are left are added up, unless the name has a place for what tells them apart. */
  readonly having?: Attributes;
}

/** How one number stands for a minute: the newest of it, or the mean over the sixty seconds that end with the newest. */
export type MackerelMinute = "newest" | "mean";

/** One number of a host. */
export interface MackerelFigure<M extends string = string> {
  /** The first that is known. */
  readonly from: readonly MackerelSource<M>[];
  /** What the value is multiplied with. */
  readonly times?: number;
  readonly minute: MackerelMinute;
  /** Only where there is a fresh sample of this too: keeps the limits of stopped containers out. */
  readonly beside?: M;
}

/** Which of two meanings of used memory goes by the container agent's name. */
export type MackerelMemory = "agent" | "working-set";

/** A metric under the name that Mackerel's container agent gives it. */
export interface MackerelHostMetric<M extends string = string> extends MackerelFigure<M> {
  /** `{container}` and `{interface}` stand for names made fit for Mackerel. */
  readonly name: string;
  readonly of: "task" | "container";
  /** Only with this choice of the option `memory`. */
  readonly memory?: MackerelMemory;
  /** Left out of a task any of whose containers has this. */
  readonly unlessContainersHave?: M;
  /** What the container agent gives. */
  readonly original: string;
  /** What ours gives, and why when that differs. */
  readonly ours: string;
}

export type MackerelUnit =
  | "float"
  | "integer"
  | "percentage"
  | "seconds"
  | "milliseconds"
  | "bytes"
  | "bytes/sec"
  | "bits/sec"
  | "iops";

export interface MackerelGraphMetric<M extends string = string> extends MackerelFigure<M> {
  /** Last part of the metric's name. */
  readonly name: string;
  readonly displayName: string;
  /** Where several tasks share a name: added up, or the greatest of them. */
  readonly together: "sum" | "greatest";
  /** Left out of a task's own host, which has it under the container agent's name. */
  readonly onlyShared?: true;
}

/** Metrics that Mackerel draws together. */
export interface MackerelGraph<M extends string = string> {
  /** Below `custom.` on a host, below the prefix in a service. */
  readonly name: string;
  readonly of: "task" | "container";
  readonly displayName: string;
  readonly unit: MackerelUnit;
  readonly metrics: readonly MackerelGraphMetric<M>[];
}

/** What a state metric's words mean as the result of a check. */
export interface MackerelCheck<M extends string = string> {
  /** First part of the check's name; the container's name follows. */
  readonly name: string;
  readonly metric: M;
  /** Words that are not listed are not reported. */
  readonly statuses: Readonly<Record<string, "OK" | "WARNING" | "CRITICAL" | "UNKNOWN">>;
  readonly memo: string;
}

/** The state metrics that tell whether a task has come so far as to have a host, and whether it is over. */
export interface MackerelLife<M extends string = string> {
  readonly task: M;
  readonly container: M;
  /** Words of a task that has not come to run yet. */
  readonly before: readonly string[];
  /** Words of a container that runs. */
  readonly running: readonly string[];
  /** Words of a task, and of a container, that does not run any more. */
  readonly after: readonly string[];
}
