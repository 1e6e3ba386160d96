/** Metrics as OTLP has them (opentelemetry/proto/metrics/v1), as far as they are needed here: numbers only. */
export type AttributeValue = string | readonly string[];

export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface NumberPoint {
  readonly attributes: Attributes;
  /** When the count began, in nanoseconds since the epoch. */
  readonly startTimeNs?: bigint;
  readonly timeNs: bigint;
  readonly value: number;
  /** Written as an integer where it is one. */
  readonly whole: boolean;
}

export interface Metric {
  readonly name: string;
  readonly description: string;
  /** UCUM. */
  readonly unit: string;
  /** sum: monotonic and cumulative. */
  readonly data: "sum" | "gauge";
  readonly points: readonly NumberPoint[];
}

export interface ResourceMetrics {
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string };
  readonly metrics: readonly Metric[];
}

/** Nanoseconds of milliseconds, to the microsecond: a double has no more of today's times. */
export const nanoseconds = (ms: number): bigint => BigInt(Math.round(ms * 1000)) * 1000n;

export const isInteger = ({ value, whole }: NumberPoint): boolean => whole && Number.isSafeInteger(value);

/** `AGGREGATION_TEMPORALITY_CUMULATIVE`. */
export const cumulative = 2;
