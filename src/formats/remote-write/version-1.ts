import { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { LabelPair } from "../../catalogue/names/dialect.ts";
import { type Sample, writeSample } from "./sample.ts";

/** `prometheus.WriteRequest` of remote write 1.0 (prometheus.io/docs/specs/prw/remote_write_spec). Tags by field. */
const tags = { timeseries: 0x0a, labels: 0x0a, name: 0x0a, value: 0x12, samples: 0x12 } as const;

/** A series' labels in the message's own bytes, to be made once and used for every sample. Sorted, as `seriesLabels` gives them. */
export const encodeLabels = (labels: readonly LabelPair[]): Uint8Array => {
  const writer = new BinaryWriter();
  for (const [name, value] of labels) {
    writer.uint32(tags.labels).fork();
    writer.uint32(tags.name).string(name).uint32(tags.value).string(value);
    writer.join();
  }
  return writer.finish();
};

export interface EncodedSeries {
  /** What `encodeLabels` gave. */
  readonly labels: Uint8Array;
  /** In the order of time. */
  readonly samples: readonly Sample[];
}

export const encodeWriteRequest = (series: Iterable<EncodedSeries>): Uint8Array => {
  const writer = new BinaryWriter();
  for (const { labels, samples } of series) {
    writer.uint32(tags.timeseries).fork().raw(labels);
    for (const sample of samples) {
      writer.uint32(tags.samples).fork();
      writeSample(writer, sample);
      writer.join();
    }
    writer.join();
  }
  return writer.finish();
};
