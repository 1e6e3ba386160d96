import { BinaryWriter } from "@bufbuild/protobuf/wire";
import {
  type Attributes,
  type AttributeValue,
  cumulative,
  isInteger,
  type Metric,
  type NumberPoint,
  type ResourceMetrics,
} from "./metrics.ts";

/** Tags by message and field, of opentelemetry-proto 1. */
const tags = {
  request: { resourceMetrics: 0x0a },
  resourceMetrics: { resource: 0x0a, scopeMetrics: 0x12 },
  resource: { attributes: 0x0a },
  scopeMetrics: { scope: 0x0a, metrics: 0x12 },
  scope: { name: 0x0a, version: 0x12 },
  metric: { name: 0x0a, description: 0x12, unit: 0x1a, gauge: 0x2a, sum: 0x3a },
  data: { dataPoints: 0x0a, aggregationTemporality: 0x10, isMonotonic: 0x18 },
  point: { startTime: 0x11, time: 0x19, asDouble: 0x21, asInt: 0x31, attributes: 0x3a },
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

const writeMetric = (writer: BinaryWriter, { name, description, unit, data, points }: Metric): void => {
  writer.uint32(tags.scopeMetrics.metrics).fork();
  writer.uint32(tags.metric.name).string(name).uint32(tags.metric.description).string(description);
  if (unit !== "") writer.uint32(tags.metric.unit).string(unit);
  writer.uint32(data === "sum" ? tags.metric.sum : tags.metric.gauge).fork();
  for (const point of points) writePoint(writer, point);
  if (data === "sum") {
    writer.uint32(tags.data.aggregationTemporality).int32(cumulative).uint32(tags.data.isMonotonic).bool(true);
  }
  writer.join().join();
};

/** `ExportMetricsServiceRequest` in protobuf's binary encoding. */
export const encodeProtobuf = (all: readonly ResourceMetrics[]): Uint8Array => {
  const writer = new BinaryWriter();
  for (const { resource, scope, metrics } of all) {
    writer.uint32(tags.request.resourceMetrics).fork();
    writer.uint32(tags.resourceMetrics.resource).fork();
    writeAttributes(writer, tags.resource.attributes, resource);
    writer.join();
    writer.uint32(tags.resourceMetrics.scopeMetrics).fork();
    writer.uint32(tags.scopeMetrics.scope).fork();
    writer.uint32(tags.scope.name).string(scope.name).uint32(tags.scope.version).string(scope.version);
    writer.join();
    for (const metric of metrics) writeMetric(writer, metric);
    writer.join().join();
  }
  return writer.finish();
};
