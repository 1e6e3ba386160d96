import type { Attributes } from "./point.ts";

/** One value of an app's own metric. Times are milliseconds since the epoch. */
export interface AppValue {
  readonly labels: Attributes;
  /** Finite: what an app gives as NaN or infinite is left out where it is read. */
  readonly value: number;
  readonly atMs: number;
  /** Counters: when the count began, where the app tells. */
  readonly sinceMs?: number;
  /** Counters: change per second since the sample before; absent when it cannot be told. */
  readonly perSecond?: number;
}

/** Cumulative, as classic histograms are: how many observations were at most this. */
export interface AppBucket {
  /** Finite: what lies above the last one is told by the count. */
  readonly upperBound: number;
  readonly count: number;
}

/** What a distribution gained since the sample before. */
export interface AppGrowth {
  readonly overMs: number;
  readonly count: number;
  readonly sum?: number;
  /** Histograms: one for each bucket, cumulative as they are. */
  readonly buckets?: readonly number[];
}

export interface AppHistogram {
  readonly labels: Attributes;
  /** By upper bound, ascending, each once. */
  readonly buckets: readonly AppBucket[];
  readonly count: number;
  readonly sum?: number;
  readonly atMs: number;
  readonly sinceMs?: number;
  readonly growth?: AppGrowth;
}

export interface AppQuantile {
  /** From 0 to 1. */
  readonly quantile: number;
  readonly value: number;
}

export interface AppSummary {
  readonly labels: Attributes;
  readonly quantiles: readonly AppQuantile[];
  readonly count?: number;
  readonly sum?: number;
  readonly atMs: number;
  readonly sinceMs?: number;
  readonly growth?: AppGrowth;
}

/** How an app wants a metric drawn, where it says so: as one line of a graph. */
export interface AppGraphLine {
  /** The metric's name up to its last dot; `#` and `*` stand for one part each. */
  readonly graph: string;
  readonly title?: string;
  /** Mackerel's word: `float`, `bytes`, `bytes/sec`. */
  readonly unit: string;
  /** The name's last part, or a wildcard. */
  readonly metric: string;
  readonly label?: string;
  readonly stacked: boolean;
}

interface AppFamilyHead {
  /** As the app names it: a counter without `_total`, a histogram without `_bucket`. */
  readonly name: string;
  readonly help?: string;
  /** OpenMetrics' word, where the app tells: `seconds`, `bytes`. */
  readonly unit?: string;
  /** Metric plugins of Mackerel. */
  readonly line?: AppGraphLine;
}

/** `unknown`: the app does not say what it is. */
export type AppValueKind = "counter" | "gauge" | "info" | "state-set" | "unknown";

export interface AppValueFamily extends AppFamilyHead {
  readonly kind: AppValueKind;
  readonly samples: readonly AppValue[];
}

export interface AppHistogramFamily extends AppFamilyHead {
  readonly kind: "histogram";
  readonly samples: readonly AppHistogram[];
}

export interface AppSummaryFamily extends AppFamilyHead {
  readonly kind: "summary";
  readonly samples: readonly AppSummary[];
}

/** A metric that an app gives of itself. Its names and labels are its own: the catalogue knows nothing of them. */
export type AppFamily = AppValueFamily | AppHistogramFamily | AppSummaryFamily;
