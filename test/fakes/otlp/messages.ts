import type { Message } from "../protobuf/message.ts";

/** Of opentelemetry-proto 1: common, resource, metrics and the metrics service, as far as they are needed: no exponential histograms. */
const anyValue: Message = {
  name: "AnyValue",
  fields: {
    1: { name: "stringValue", type: "string" },
    2: { name: "boolValue", type: "bool" },
    3: { name: "intValue", type: "int64" },
    4: { name: "doubleValue", type: "double" },
    5: {
      name: "arrayValue",
      type: () => ({ name: "ArrayValue", fields: { 1: { name: "values", type: anyValue, repeated: true } } }),
    },
  },
};

const keyValue: Message = {
  name: "KeyValue",
  fields: { 1: { name: "key", type: "string" }, 2: { name: "value", type: anyValue } },
};

const numberDataPoint: Message = {
  name: "NumberDataPoint",
  fields: {
    2: { name: "startTimeUnixNano", type: "fixed64" },
    3: { name: "timeUnixNano", type: "fixed64" },
    4: { name: "asDouble", type: "double" },
    6: { name: "asInt", type: "sfixed64" },
    7: { name: "attributes", type: keyValue, repeated: true },
    8: { name: "flags", type: "uint32" },
  },
};

const histogramDataPoint: Message = {
  name: "HistogramDataPoint",
  fields: {
    2: { name: "startTimeUnixNano", type: "fixed64" },
    3: { name: "timeUnixNano", type: "fixed64" },
    4: { name: "count", type: "fixed64" },
    5: { name: "sum", type: "double" },
    6: { name: "bucketCounts", type: "fixed64", repeated: true },
    7: { name: "explicitBounds", type: "double", repeated: true },
    9: { name: "attributes", type: keyValue, repeated: true },
    10: { name: "flags", type: "uint32" },
  },
};

const valueAtQuantile: Message = {
  name: "ValueAtQuantile",
  fields: { 1: { name: "quantile", type: "double" }, 2: { name: "value", type: "double" } },
};

const summaryDataPoint: Message = {
  name: "SummaryDataPoint",
  fields: {
    2: { name: "startTimeUnixNano", type: "fixed64" },
    3: { name: "timeUnixNano", type: "fixed64" },
    4: { name: "count", type: "fixed64" },
    5: { name: "sum", type: "double" },
    6: { name: "quantileValues", type: valueAtQuantile, repeated: true },
    7: { name: "attributes", type: keyValue, repeated: true },
    8: { name: "flags", type: "uint32" },
  },
};

const metric: Message = {
  name: "Metric",
  fields: {
    1: { name: "name", type: "string" },
    2: { name: "description", type: "string" },
    3: { name: "unit", type: "string" },
    5: {
      name: "gauge",
      type: { name: "Gauge", fields: { 1: { name: "dataPoints", type: numberDataPoint, repeated: true } } },
    },
    7: {
      name: "sum",
      type: {
        name: "Sum",
        fields: {
          1: { name: "dataPoints", type: numberDataPoint, repeated: true },
          2: { name: "aggregationTemporality", type: "enum" },
          3: { name: "isMonotonic", type: "bool" },
        },
      },
    },
    9: {
      name: "histogram",
      type: {
        name: "Histogram",
        fields: {
          1: { name: "dataPoints", type: histogramDataPoint, repeated: true },
          2: { name: "aggregationTemporality", type: "enum" },
        },
      },
    },
    11: {
      name: "summary",
      type: { name: "Summary", fields: { 1: { name: "dataPoints", type: summaryDataPoint, repeated: true } } },
    },
  },
};

const scopeMetrics: Message = {
  name: "ScopeMetrics",
  fields: {
    1: {
      name: "scope",
      type: {
        name: "InstrumentationScope",
        fields: { 1: { name: "name", type: "string" }, 2: { name: "version", type: "string" } },
      },
    },
    2: { name: "metrics", type: metric, repeated: true },
    3: { name: "schemaUrl", type: "string" },
  },
};

export const exportMetricsServiceRequest: Message = {
  name: "ExportMetricsServiceRequest",
  fields: {
    1: {
      name: "resourceMetrics",
      repeated: true,
      type: {
        name: "ResourceMetrics",
        fields: {
          1: {
            name: "resource",
            type: { name: "Resource", fields: { 1: { name: "attributes", type: keyValue, repeated: true } } },
          },
          2: { name: "scopeMetrics", type: scopeMetrics, repeated: true },
          3: { name: "schemaUrl", type: "string" },
        },
      },
    },
  },
};
