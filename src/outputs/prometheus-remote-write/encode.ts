import type { LabelPair } from "../../catalogue/names/dialect.ts";
import { readLabels } from "../../formats/prometheus-text/label-reader.ts";
import { userAgent } from "../../formats/push-http/user-agent.ts";
import { seriesLabels } from "../../formats/remote-write/labels.ts";
import type { Sample } from "../../formats/remote-write/sample.ts";
import { snappy } from "../../formats/remote-write/snappy.ts";
import { encodeLabels, encodeWriteRequest } from "../../formats/remote-write/version-1.ts";
import { encodeRequest } from "../../formats/remote-write/version-2.ts";
import type { Payload } from "../../ports/push-output.ts";
import type { Item, Series } from "./item.ts";

export type Version = "1.0" | "2.0";

const versionHeaders: Readonly<Record<Version, Readonly<Record<string, string>>>> = {
  "1.0": { "content-type": "application/x-protobuf", "x-prometheus-remote-write-version": "0.1.0" },
  "2.0": {
    "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request",
    "x-prometheus-remote-write-version": "2.0.0",
  },
};

/** Each series with its samples, in the order of the items. */
const bySeries = (items: readonly Item[]): ReadonlyMap<Series, readonly Sample[]> => {
  const samples = new Map<Series, Sample[]>();
  for (const item of items) {
    const known = samples.get(item.series);
    if (known === undefined) samples.set(item.series, [item]);
    else known.push(item);
  }
  return samples;
};

export interface EncodeOptions {
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Path and query of the address. */
  readonly path: string;
}

/** One request in one version of the protocol. */
export const encode = (items: readonly Item[], version: Version, { externalLabels, path }: EncodeOptions): Payload => {
  const labelsOf = ({ family, labels }: Series): readonly LabelPair[] =>
    seriesLabels(family.name, readLabels(labels), externalLabels);
  const series = Array.from(bySeries(items));
  const plain =
    version === "1.0"
      ? encodeWriteRequest(
          series.map(([one, samples]) => {
            one.encoded ??= encodeLabels(labelsOf(one));
            return { labels: one.encoded, samples };
          }),
        )
      : encodeRequest(
          series.map(([one, samples]) => {
            const { type, help, unit } = one.family;
            return { labels: labelsOf(one), samples, type, help, unit };
          }),
        );
  const headers = { ...versionHeaders[version], "content-encoding": "snappy", "user-agent": userAgent };
  return { method: "POST", path, headers, body: snappy(plain), plainBytes: plain.length };
};
