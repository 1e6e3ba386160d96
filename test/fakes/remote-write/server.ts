import {
  openReceiver,
  type Protocol,
  type Received,
  type Receiver,
  type ReceiverOptions,
  type Reply,
} from "../receiver/server.ts";
import { type ReadSeries, readVersion1, readVersion2, type Value } from "./read.ts";
import { offencesOf } from "./rules.ts";

export interface StoredSample {
  readonly value: Value;
  readonly atMs: number;
}

export interface StoredSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: StoredSample[];
  metadata?: ReadSeries["metadata"];
}

export interface FakeRemoteWriteOptions extends ReceiverOptions {
  /** What it speaks; both when left out. */
  readonly versions?: readonly Version[];
  /** The `Authorization` header it wants. */
  readonly authorization?: string;
  readonly nowMs?: () => number;
  /** How old a sample may be beside the newest one. */
  readonly headMs?: number;
}

type Version = "1.0" | "2.0";

export interface FakeRemoteWrite extends Receiver {
  /** Where to send. */
  readonly writeUrl: string;
  /** Series by their labels as JSON, in the order they came first. */
  readonly stored: ReadonlyMap<string, StoredSeries>;
  /** The series of a metric with these labels among theirs. */
  find(metric: string, labels?: Readonly<Record<string, string>>): readonly StoredSeries[];
}

const versionOf = ({
  "content-type": type,
  "x-prometheus-remote-write-version": version,
}: Received["headers"]): Version | undefined => {
  if (type === "application/x-protobuf;proto=io.prometheus.write.v2.Request")
    return version?.startsWith("2.") ? "2.0" : undefined;
  const first = type === "application/x-protobuf" || type === "application/x-protobuf;proto=prometheus.WriteRequest";
  return first && version === "0.1.0" ? "1.0" : undefined;
};

const minuteMs = 60_000;

/**
 * A store that takes remote write 1.0 and 2.0 to the letter of the specifications, with the order of samples as Prometheus
 * wants it: a request with one bad sample is refused as a whole (as up to Prometheus 2.48), and nothing of it is kept.
 */
export const openFakeRemoteWrite = async (options: FakeRemoteWriteOptions = {}): Promise<FakeRemoteWrite> => {
  const { versions = ["1.0", "2.0"], authorization, nowMs = Date.now, headMs = 60 * minuteMs } = options;
  const stored = new Map<string, StoredSeries>();
  let newestMs = 0;

  /** What the store has against a sample, after those that are there and those before it in the request. */
  const objection = (sample: StoredSample, last: StoredSample | undefined): string | undefined => {
    if (sample.atMs > nowMs() + 10 * minuteMs) return "too far in future";
    if (sample.atMs < newestMs - headMs) return "out of bounds";
    if (last === undefined || sample.atMs > last.atMs) return undefined;
    if (sample.atMs < last.atMs) return "out of order sample";
    return Object.is(sample.value, last.value) ? undefined : "duplicate sample for timestamp";
  };

  const objections = (series: readonly ReadSeries[]): readonly string[] => {
    const lasts = new Map<string, StoredSample>();
    return series.flatMap(({ labels, samples }) => {
      const key = JSON.stringify(labels);
      return samples.flatMap((sample) => {
        const found = objection(sample, lasts.get(key) ?? stored.get(key)?.samples.at(-1));
        lasts.set(key, sample);
        return found === undefined ? [] : [`${found}: ${key}`];
      });
    });
  };

  const keep = ({ labels, samples, metadata }: ReadSeries): number => {
    const key = JSON.stringify(labels);
    const known = stored.get(key) ?? { labels: Object.fromEntries(labels), samples: [] };
    stored.set(key, known);
    if (metadata !== undefined) known.metadata = metadata;
    for (const sample of samples) {
      if (sample.atMs !== known.samples.at(-1)?.atMs) known.samples.push(sample);
      newestMs = Math.max(newestMs, sample.atMs);
    }
    return samples.length;
  };

  const refusal = (status: number, body: string): Reply => ({ status, body });

  const written = (version: Version, samples: number, reply: Reply): Reply =>
    version === "1.0"
      ? reply
      : {
          ...reply,
          headers: {
            "x-prometheus-remote-write-samples-written": String(samples),
            "x-prometheus-remote-write-histograms-written": "0",
            "x-prometheus-remote-write-exemplars-written": "0",
          },
        };

  /** What is wrong with a request before its body is looked at. */
  const refusalOf = ({ method, path, headers }: Received): Reply | undefined => {
    if (path !== "/api/v1/write") return refusal(404, "no such path");
    if (method !== "POST") return refusal(405, "only POST");
    if (authorization !== undefined && headers.authorization !== authorization) return refusal(401, "who are you?");
    if (headers["content-encoding"] !== "snappy") return refusal(415, "Content-Encoding is not snappy");
    return /^[!#$%&'*+.^_`|~\w-]+\/\S+/.test(headers["user-agent"] ?? "") ? undefined : refusal(400, "no User-Agent");
  };

  const receive = (request: Received): Reply => {
    const refused = refusalOf(request);
    if (refused !== undefined) return refused;
    const version = versionOf(request.headers);
    if (version === undefined || !versions.includes(version)) return refusal(415, "this version is not spoken here");
    const series = version === "1.0" ? readVersion1(request.body) : readVersion2(request.body);
    const offences = series.flatMap((one) => offencesOf(one, version));
    const against = offences.length > 0 ? offences : objections(series);
    if (against.length > 0) return written(version, 0, refusal(400, against.slice(0, 3).join("; ")));
    const samples = series.reduce((sum, one) => sum + keep(one), 0);
    return written(version, samples, { status: 204 });
  };

  const protocol: Protocol = {
    receive,
    best: ({ headers }) => written(versionOf(headers) ?? "1.0", 1_000_000, { status: 204 }),
    state: () => [...stored.values()],
    forget: () => {
      stored.clear();
      newestMs = 0;
    },
  };
  const receiver = await openReceiver(protocol, options);
  return {
    ...receiver,
    writeUrl: `${receiver.url}/api/v1/write`,
    stored,
    find: (metric, labels = {}) =>
      [...stored.values()].filter((series) =>
        Object.entries({ ...labels, __name__: metric }).every(([name, value]) => series.labels[name] === value),
      ),
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  };
};
