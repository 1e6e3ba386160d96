import {
  type Attributes,
  type AttributeValue,
  cumulative,
  isInteger,
  type Metric,
  type NumberPoint,
  type ResourceMetrics,
} from "./metrics.ts";

const anyValue = (value: AttributeValue): unknown =>
  typeof value === "string"
    ? { stringValue: value }
    : { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };

const keyValues = (attributes: Attributes): unknown =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

/** 64-bit integers are decimal texts (protobuf's JSON mapping). */
const numberPoint = (point: NumberPoint): unknown => ({
  attributes: keyValues(point.attributes),
  ...(point.startTimeNs === undefined ? {} : { startTimeUnixNano: String(point.startTimeNs) }),
  timeUnixNano: String(point.timeNs),
  ...(isInteger(point) ? { asInt: String(point.value) } : { asDouble: point.value }),
});

const metric = ({ name, description, unit, data, points }: Metric): unknown => {
  const dataPoints = points.map(numberPoint);
  const head = { name, description, ...(unit === "" ? {} : { unit }) };
  return data === "gauge"
    ? { ...head, gauge: { dataPoints } }
    : { ...head, sum: { dataPoints, aggregationTemporality: cumulative, isMonotonic: true } };
};

/** `ExportMetricsServiceRequest` in protobuf's JSON encoding, as OTLP has it. */
export const encodeJson = (all: readonly ResourceMetrics[]): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      resourceMetrics: all.map(({ resource, scope, metrics }) => ({
        resource: { attributes: keyValues(resource) },
        scopeMetrics: [{ scope, metrics: metrics.map(metric) }],
      })),
    }),
  );
