import { encodeJson } from "../../formats/otlp/json.ts";
import {
  type Attributes,
  type HistogramPoint,
  type Metric,
  type NumberPoint,
  nanoseconds,
  type ResourceMetrics,
  type SummaryPoint,
} from "../../formats/otlp/metrics.ts";
import { encodeProtobuf } from "../../formats/otlp/protobuf.ts";
import { agentVersion, userAgent } from "../../formats/push-http/user-agent.ts";
import type { Gzip } from "../../ports/compression.ts";
import type { Payload } from "../../ports/push-output.ts";
import type { OtlpConfig } from "./config.ts";
import type { Item, ScopeName } from "./item.ts";

/** A request, and how many data points it has: a receiver may refuse a number of them, without saying which. */
export interface OtlpPayload extends Payload {
  readonly points: number;
}

type Gathered = Pick<Item, "metric"> &
  (
    | { readonly data: "sum" | "gauge"; readonly points: NumberPoint[] }
    | { readonly data: "histogram"; readonly points: HistogramPoint[] }
    | { readonly data: "summary"; readonly points: SummaryPoint[] }
  );

const headOf = ({ attributes, atMs, sinceMs }: Item) => ({
  attributes,
  timeNs: nanoseconds(atMs),
  ...(sinceMs === undefined ? {} : { startTimeNs: nanoseconds(sinceMs) }),
});

/** Adds an item to the metric of its name; false when that one is of another kind. */
const gather = (gathered: Gathered, item: Item): boolean => {
  const { measure } = item;
  const head = headOf(item);
  if (measure.data === "histogram" && gathered.data === "histogram") gathered.points.push({ ...head, ...measure });
  else if (measure.data === "summary" && gathered.data === "summary") gathered.points.push({ ...head, ...measure });
  else if ((measure.data === "sum" || measure.data === "gauge") && gathered.data === measure.data)
    gathered.points.push({ ...head, ...measure });
  else return false;
  return true;
};

type Metrics = Map<string, Gathered>;

/** An app may have two kinds under one name, which a scope may not: the second has its kind in its name. */
const put = (metrics: Metrics, item: Item, name: string): void => {
  const { data } = item.measure;
  const gathered = metrics.get(name) ?? { metric: { ...item.metric, name }, data, points: [] };
  metrics.set(name, gathered);
  if (!gather(gathered, item)) put(metrics, item, `${name}.${data}`);
};

/** Resources, within them scopes, and within those metrics, in the order in which they come first. */
const grouped = (items: readonly Item[]): readonly ResourceMetrics[] => {
  const resources = new Map<Attributes, Map<ScopeName, Metrics>>();
  for (const item of items) {
    const { resource, scope, metric } = item;
    const scopes = resources.get(resource) ?? new Map<ScopeName, Metrics>();
    resources.set(resource, scopes);
    const metrics: Metrics = scopes.get(scope) ?? new Map();
    scopes.set(scope, metrics);
    put(metrics, item, metric.name);
  }
  return Array.from(resources, ([resource, scopes]) => ({
    resource,
    scopes: Array.from(scopes, ([name, metrics]) => ({
      scope: { name, version: agentVersion },
      metrics: Array.from(metrics.values(), ({ metric, ...data }): Metric => ({ ...metric, ...data })),
    })),
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
