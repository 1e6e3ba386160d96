/** Metrics as OTLP has them (opentelemetry/proto/metrics/v1), as far as they are needed here. */
export type AttributeValue = string | readonly string[];

export type Attributes = Readonly<Record<string, AttributeValue>>;

interface PointHead {
  readonly attributes: Attributes;
  /** When the count began, in nanoseconds since the epoch. */
  readonly startTimeNs?: bigint;
  readonly timeNs: bigint;
}

export interface NumberPoint extends PointHead {
  readonly value: number;
  /** Written as an integer where it is one. */
  readonly whole: boolean;
}

export interface HistogramPoint extends PointHead {
  /** A whole number, as all counts of a histogram. */
  readonly count: number;
  readonly sum?: number | undefined;
  /** Ascending, finite. */
  readonly bounds: readonly number[];
  /** One more than bounds: how many lie in each bucket alone, the last above all bounds. */
  readonly bucketCounts: readonly number[];
}

export interface SummaryPoint extends PointHead {
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}

interface MetricHead {
  readonly name: string;
  readonly description: string;
  /** UCUM. */
  readonly unit: string;
}

/** sum: monotonic and cumulative. histogram: cumulative. */
export type Metric = MetricHead &
  (
    | { readonly data: "sum" | "gauge"; readonly points: readonly NumberPoint[] }
    | { readonly data: "histogram"; readonly points: readonly HistogramPoint[] }
    | { readonly data: "summary"; readonly points: readonly SummaryPoint[] }
  );

export interface ScopeMetrics {
  readonly scope: { readonly name: string; readonly version: string };
  readonly metrics: readonly Metric[];
}

export interface ResourceMetrics {
  readonly resource: Attributes;
  readonly scopes: readonly ScopeMetrics[];
}

/** Nanoseconds of milliseconds, to the microsecond: a double has no more of today's times. */
export const nanoseconds = (ms: number): bigint => BigInt(Math.round(ms * 1000)) * 1000n;

export const isInteger = ({ value, whole }: NumberPoint): boolean => whole && Number.isSafeInteger(value);

/** `AGGREGATION_TEMPORALITY_CUMULATIVE`. */
export const cumulative = 2;
