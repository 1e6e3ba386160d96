import { BinaryWriter } from "@bufbuild/protobuf/wire";
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

/** Tags by message and field, of opentelemetry-proto 1. */
const tags = {
  request: { resourceMetrics: 0x0a },
  resourceMetrics: { resource: 0x0a, scopeMetrics: 0x12 },
  resource: { attributes: 0x0a },
  scopeMetrics: { scope: 0x0a, metrics: 0x12 },
  scope: { name: 0x0a, version: 0x12 },
  metric: { name: 0x0a, description: 0x12, unit: 0x1a, gauge: 0x2a, sum: 0x3a, histogram: 0x4a, summary: 0x5a },
  data: { dataPoints: 0x0a, aggregationTemporality: 0x10, isMonotonic: 0x18 },
  point: { startTime: 0x11, time: 0x19, asDouble: 0x21, asInt: 0x31, attributes: 0x3a },
  histogramPoint: {
    startTime: 0x11,
    time: 0x19,
    count: 0x21,
    sum: 0x29,
    bucketCounts: 0x32,
    explicitBounds: 0x3a,
    attributes: 0x4a,
  },
  summaryPoint: { startTime: 0x11, time: 0x19, count: 0x21, sum: 0x29, quantileValues: 0x32, attributes: 0x3a },
  quantileValue: { quantile: 0x09, value: 0x11 },
  keyValue: { key: 0x0a, value: 0x12 },
  anyValue: { string: 0x0a, array: 0x2a },
  arrayValue: { values: 0x0a },
} as const;

const writeValue = (writer: BinaryWriter, value: AttributeValue): void => {
  if (typeof value === "string") {
    writer.uint32(tags.anyValue.string).string(value);
    return;
  }
  writer.uint32(tags.anyValue.array).fork();
  for (const one of value) {
    writer.uint32(tags.arrayValue.values).fork().uint32(tags.anyValue.string).string(one).join();
  }
  writer.join();
};

const writeAttributes = (writer: BinaryWriter, tag: number, attributes: Attributes): void => {
  for (const name in attributes) {
    writer.uint32(tag).fork().uint32(tags.keyValue.key).string(name);
    writer.uint32(tags.keyValue.value).fork();
    writeValue(writer, attributes[name] ?? "");
    writer.join().join();
  }
};

const writePoint = (writer: BinaryWriter, point: NumberPoint): void => {
  const { startTimeNs, timeNs, value, attributes } = point;
  writer.uint32(tags.data.dataPoints).fork();
  if (startTimeNs !== undefined) writer.uint32(tags.point.startTime).fixed64(startTimeNs);
  writer.uint32(tags.point.time).fixed64(timeNs);
  if (isInteger(point)) writer.uint32(tags.point.asInt).sfixed64(value);
  else writer.uint32(tags.point.asDouble).double(value);
  writeAttributes(writer, tags.point.attributes, attributes);
  writer.join();
};

const writeHistogramPoint = (writer: BinaryWriter, point: HistogramPoint): void => {
  const own = tags.histogramPoint;
  writer.uint32(tags.data.dataPoints).fork();
  if (point.startTimeNs !== undefined) writer.uint32(own.startTime).fixed64(point.startTimeNs);
  writer.uint32(own.time).fixed64(point.timeNs).uint32(own.count).fixed64(point.count);
  if (point.sum !== undefined) writer.uint32(own.sum).double(point.sum);
  writer.uint32(own.bucketCounts).fork();
  for (const count of point.bucketCounts) writer.fixed64(count);
  writer.join().uint32(own.explicitBounds).fork();
  for (const bound of point.bounds) writer.double(bound);
  writer.join();
  writeAttributes(writer, own.attributes, point.attributes);
  writer.join();
};

const writeSummaryPoint = (writer: BinaryWriter, point: SummaryPoint): void => {
  const own = tags.summaryPoint;
  writer.uint32(tags.data.dataPoints).fork();
  if (point.startTimeNs !== undefined) writer.uint32(own.startTime).fixed64(point.startTimeNs);
  writer.uint32(own.time).fixed64(point.timeNs).uint32(own.count).fixed64(point.count);
  writer.uint32(own.sum).double(point.sum);
  for (const { quantile, value } of point.quantiles) {
    writer.uint32(own.quantileValues).fork();
    writer.uint32(tags.quantileValue.quantile).double(quantile).uint32(tags.quantileValue.value).double(value);
    writer.join();
  }
  writeAttributes(writer, own.attributes, point.attributes);
  writer.join();
};

const writePoints = (writer: BinaryWriter, { data, points }: Metric): void => {
  if (data === "histogram") for (const point of points) writeHistogramPoint(writer, point);
  else if (data === "summary") for (const point of points) writeSummaryPoint(writer, point);
  else for (const point of points) writePoint(writer, point);
};

const writeMetric = (writer: BinaryWriter, metric: Metric): void => {
  const { name, description, unit, data } = metric;
  writer.uint32(tags.scopeMetrics.metrics).fork();
  writer.uint32(tags.metric.name).string(name).uint32(tags.metric.description).string(description);
  if (unit !== "") writer.uint32(tags.metric.unit).string(unit);
  writer.uint32(tags.metric[data]).fork();
  writePoints(writer, metric);
  if (data === "sum" || data === "histogram") writer.uint32(tags.data.aggregationTemporality).int32(cumulative);
  if (data === "sum") writer.uint32(tags.data.isMonotonic).bool(true);
  writer.join().join();
};

/** `ExportMetricsServiceRequest` in protobuf's binary encoding. */
export const encodeProtobuf = (all: readonly ResourceMetrics[]): Uint8Array => {
  const writer = new BinaryWriter();
  for (const { resource, scopes } of all) {
    writer.uint32(tags.request.resourceMetrics).fork();
    writer.uint32(tags.resourceMetrics.resource).fork();
    writeAttributes(writer, tags.resource.attributes, resource);
    writer.join();
    for (const { scope, metrics } of scopes) {
      writer.uint32(tags.resourceMetrics.scopeMetrics).fork();
      writer.uint32(tags.scopeMetrics.scope).fork();
      writer.uint32(tags.scope.name).string(scope.name).uint32(tags.scope.version).string(scope.version);
      writer.join();
      for (const metric of metrics) writeMetric(writer, metric);
      writer.join();
    }
    writer.join();
  }
  return writer.finish();
};
