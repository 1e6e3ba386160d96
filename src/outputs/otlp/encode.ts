import type { OtlpMetric } from "../../catalogue/names/otlp.ts";
import { encodeJson } from "../../formats/otlp/json.ts";
import {
  type Attributes,
  type Metric,
  type NumberPoint,
  nanoseconds,
  type ResourceMetrics,
} from "../../formats/otlp/metrics.ts";
import { encodeProtobuf } from "../../formats/otlp/protobuf.ts";
import { agentVersion, userAgent } from "../../formats/push-http/user-agent.ts";
import type { Gzip } from "../../ports/compression.ts";
import type { Payload } from "../../ports/push-output.ts";
import type { OtlpConfig } from "./config.ts";
import type { Item } from "./item.ts";

/** A request, and how many data points it has: a receiver may refuse a number of them, without saying which. */
export interface OtlpPayload extends Payload {
  readonly points: number;
}

const scope = { name: "taskvitals", version: agentVersion } as const;

const numberPoint = ({ attributes, atMs, sinceMs, value, metric }: Item): NumberPoint => ({
  attributes,
  timeNs: nanoseconds(atMs),
  value,
  whole: metric.whole,
  ...(sinceMs === undefined ? {} : { startTimeNs: nanoseconds(sinceMs) }),
});

const metricOf = ({ name, description, unit, data }: OtlpMetric, points: readonly NumberPoint[]): Metric => ({
  name,
  description,
  unit,
  data: data === "sum" ? "sum" : "gauge",
  points,
});

interface Gathered {
  readonly metric: OtlpMetric;
  readonly points: NumberPoint[];
}

/** Resources, and within them metrics, in the order in which they come first. */
const grouped = (items: readonly Item[]): readonly ResourceMetrics[] => {
  const resources = new Map<Attributes, Map<string, Gathered>>();
  for (const item of items) {
    const { resource, metric } = item;
    const metrics = resources.get(resource) ?? new Map<string, Gathered>();
    resources.set(resource, metrics);
    const gathered = metrics.get(metric.name) ?? { metric, points: [] };
    metrics.set(metric.name, gathered);
    gathered.points.push(numberPoint(item));
  }
  return Array.from(resources, ([resource, metrics]) => ({
    resource,
    scope,
    metrics: Array.from(metrics.values(), ({ metric, points }) => metricOf(metric, points)),
  }));
};

const encodings = {
  "http/protobuf": { contentType: "application/x-protobuf", write: encodeProtobuf },
  "http/json": { contentType: "application/json", write: encodeJson },
} as const;

export interface EncodeOptions extends Pick<OtlpConfig, "protocol" | "compression"> {
  /** Path and query of the address. */
  readonly path: string;
  readonly gzip: Gzip;
}

export const encode = (items: readonly Item[], { protocol, compression, path, gzip }: EncodeOptions): OtlpPayload => {
  const { contentType, write } = encodings[protocol];
  const plain = write(grouped(items));
  const headers = { "content-type": contentType, "user-agent": userAgent };
  const request = { method: "POST", path, plainBytes: plain.length, points: items.length } as const;
  return compression === "none"
    ? { ...request, headers, body: plain }
    : { ...request, headers: { ...headers, "content-encoding": "gzip" }, body: gzip(plain) };
};
