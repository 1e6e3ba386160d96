import type { Message } from "../protobuf/message.ts";

/** Of the two published .proto files: prompb/remote.proto and prompb/io/prometheus/write/v2/types.proto. */
const sample: Message = {
  name: "Sample",
  fields: { 1: { name: "value", type: "sample-value" }, 2: { name: "timestamp", type: "int64" } },
};

const label: Message = {
  name: "Label",
  fields: { 1: { name: "name", type: "string" }, 2: { name: "value", type: "string" } },
};

export const writeRequest: Message = {
  name: "prometheus.WriteRequest",
  fields: {
    1: {
      name: "timeseries",
      repeated: true,
      type: {
        name: "TimeSeries",
        fields: {
          1: { name: "labels", type: label, repeated: true },
          2: { name: "samples", type: sample, repeated: true },
        },
      },
    },
  },
};

const metadata: Message = {
  name: "Metadata",
  fields: {
    1: { name: "type", type: "enum" },
    3: { name: "helpRef", type: "uint32" },
    4: { name: "unitRef", type: "uint32" },
  },
};

export const requestOfVersion2: Message = {
  name: "io.prometheus.write.v2.Request",
  fields: {
    4: { name: "symbols", type: "string", repeated: true },
    5: {
      name: "timeseries",
      repeated: true,
      type: {
        name: "TimeSeries",
        fields: {
          1: { name: "labelsRefs", type: "uint32", repeated: true },
          2: { name: "samples", type: sample, repeated: true },
          5: { name: "metadata", type: metadata },
          6: { name: "createdTimestamp", type: "int64" },
        },
      },
    },
  },
};
