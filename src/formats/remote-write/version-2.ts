import { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { LabelPair } from "../../catalogue/names/dialect.ts";
import type { FamilyType } from "../prometheus-text/exposition.ts";
import { type Sample, writeSample } from "./sample.ts";

/** `io.prometheus.write.v2.Request` of remote write 2.0 (prometheus.io/docs/specs/prw/remote_write_spec_2_0). Tags by field. */
const tags = {
  symbols: 0x22,
  timeseries: 0x2a,
  labelsRefs: 0x0a,
  samples: 0x12,
  metadata: 0x2a,
  type: 0x08,
  helpRef: 0x18,
  unitRef: 0x20,
} as const;

/** `Metadata.MetricType`. */
const metricTypes: Readonly<Record<FamilyType, number>> = {
  unknown: 0,
  counter: 1,
  gauge: 2,
  histogram: 3,
  summary: 5,
  info: 6,
  "state-set": 7,
};

export interface DescribedSeries {
  /** Sorted, as `seriesLabels` gives them. */
  readonly labels: readonly LabelPair[];
  /** In the order of time. */
  readonly samples: readonly Sample[];
  readonly type: FamilyType;
  readonly help: string;
  readonly unit?: string | undefined;
}

/** Every text once; the first is the empty one, as the specification has it. */
const openSymbols = () => {
  const places = new Map<string, number>([["", 0]]);
  return {
    place: (text: string): number => {
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, places.size);
      return places.size - 1;
    },
    texts: () => places.keys(),
  };
};

export const encodeRequest = (series: Iterable<DescribedSeries>): Uint8Array => {
  const symbols = openSymbols();
  const body = new BinaryWriter();
  for (const { labels, samples, type, help, unit = "" } of series) {
    body.uint32(tags.timeseries).fork();
    body.uint32(tags.labelsRefs).fork();
    for (const [name, value] of labels) body.uint32(symbols.place(name)).uint32(symbols.place(value));
    body.join();
    for (const sample of samples) {
      body.uint32(tags.samples).fork();
      writeSample(body, sample);
      body.join();
    }
    body.uint32(tags.metadata).fork().uint32(tags.type).uint32(metricTypes[type]);
    body.uint32(tags.helpRef).uint32(symbols.place(help)).uint32(tags.unitRef).uint32(symbols.place(unit));
    body.join();
    body.join();
  }
  const request = new BinaryWriter();
  for (const text of symbols.texts()) request.uint32(tags.symbols).string(text);
  return request.raw(body.finish()).finish();
};
