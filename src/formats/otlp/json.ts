import {
  type Attributes,
  type AttributeValue,
  cumulative,
  type HistogramPoint,
  isInteger,
  type Metric,
  type NumberPoint,
  type ResourceMetrics,
  type SummaryPoint,
} from "./metrics.ts";

const anyValue = (value: AttributeValue): unknown =>
  typeof value === "string"
    ? { stringValue: value }
    : { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };

const keyValues = (attributes: Attributes): unknown =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

/** 64-bit integers are decimal texts (protobuf's JSON mapping). */
const pointHead = (point: NumberPoint | HistogramPoint | SummaryPoint) => ({
  attributes: keyValues(point.attributes),
  ...(point.startTimeNs === undefined ? {} : { startTimeUnixNano: String(point.startTimeNs) }),
  timeUnixNano: String(point.timeNs),
});

const histogramPoint = (point: HistogramPoint): unknown => ({
  ...pointHead(point),
  count: String(point.count),
  ...(point.sum === undefined ? {} : { sum: point.sum }),
  bucketCounts: point.bucketCounts.map(String),
  explicitBounds: point.bounds,
});

const summaryPoint = (point: SummaryPoint): unknown => ({
  ...pointHead(point),
  count: String(point.count),
  sum: point.sum,
  quantileValues: point.quantiles,
});

const numberPoint = (point: NumberPoint): unknown => ({
  ...pointHead(point),
  ...(isInteger(point) ? { asInt: String(point.value) } : { asDouble: point.value }),
});

const dataOf = ({ data, points }: Metric): unknown => {
  switch (data) {
    case "gauge":
      return { gauge: { dataPoints: points.map(numberPoint) } };
    case "sum":
      return { sum: { dataPoints: points.map(numberPoint), aggregationTemporality: cumulative, isMonotonic: true } };
    case "histogram":
      return { histogram: { dataPoints: points.map(histogramPoint), aggregationTemporality: cumulative } };
    case "summary":
      return { summary: { dataPoints: points.map(summaryPoint) } };
  }
};

const metric = (one: Metric): unknown => {
  const { name, description, unit } = one;
  return Object.assign({ name, description, ...(unit === "" ? {} : { unit }) }, dataOf(one));
};

/** `ExportMetricsServiceRequest` in protobuf's JSON encoding, as OTLP has it. */
export const encodeJson = (all: readonly ResourceMetrics[]): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      resourceMetrics: all.map(({ resource, scopes }) => ({
        resource: { attributes: keyValues(resource) },
        scopeMetrics: scopes.map(({ scope, metrics }) => ({ scope, metrics: metrics.map(metric) })),
      })),
    }),
  );
