import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { datadog } from "../../../src/outputs/datadog/index.ts";
import { elasticsearch } from "../../../src/outputs/elasticsearch/index.ts";
import { mackerel } from "../../../src/outputs/mackerel/index.ts";
import { otlp } from "../../../src/outputs/otlp/index.ts";
import { readExposition } from "../../../src/outputs/prometheus/exposition-reader.ts";
import { prometheusApps } from "../../../src/outputs/prometheus-apps/index.ts";
import { prometheusRemoteWrite } from "../../../src/outputs/prometheus-remote-write/index.ts";
import { stdout } from "../../../src/outputs/stdout/index.ts";
import type { Delivery, Payload } from "../../../src/ports/push-output.ts";
import { partsOf } from "../../fakes/otlp/parts.ts";
import { readExport } from "../../fakes/otlp/read.ts";
import { readVersion1, readVersion2 } from "../../fakes/remote-write/read.ts";
import { requestsOf } from "../sent.ts";
import type { Watched } from "../watch.ts";
import type { AppReading, AppsTold } from "./reading.ts";
import { startedMs } from "./workload.ts";

/** How one output's words are read as its receiver reads them. */
export interface AppReadBack extends AppsTold {
  readonly output: string;
  readonly variant: string;
  read(deliveries: readonly Delivery[]): readonly AppReading[];
}

const ownLabels = ["method", "queue", "kind"];

/** A series of Prometheus' in the app's words. */
export const seriesReading = (
  name: string,
  labels: ReadonlyMap<string, string>,
  value: number,
  atMs: number,
): readonly AppReading[] => {
  if (!name.startsWith("shop_")) return [];
  const [, metric = name, ending = ""] = /^(.*?)(_total|_bucket|_sum|_count)?$/.exec(name) ?? [];
  const own = [...labels].filter(([label]) => ownLabels.includes(label)).map((pair) => pair.join("="));
  const bound = labels.get("le")?.replace(/\.0$/, "");
  const quantile = labels.get("quantile");
  const parts: Readonly<Record<string, string>> = { _bucket: `le ${bound}`, _sum: "sum", _count: "count", _total: "" };
  const part = quantile === undefined ? (parts[ending] ?? "") : `quantile ${quantile}`;
  return [{ slot: Number(labels.get("slot")), metric, label: own.join(), part, way: "now", value, atMs }];
};

const snapshotsOf = (deliveries: readonly Delivery[]) =>
  deliveries.flatMap((delivery) => (delivery.kind === "snapshot" ? [delivery.snapshot] : []));

const exposition = (variant: "text" | "openmetrics", accept: string): AppReadBack => ({
  output: "prometheus-apps",
  variant,
  counts: ["now"],
  read: (deliveries) => {
    const output = prometheusApps.create(prometheusApps.config.parse({ timestamps: "on" }));
    return snapshotsOf(deliveries).flatMap((snapshot) =>
      readExposition(output.render(snapshot, output.variant({ accept })).body, variant).flatMap(({ samples }) =>
        samples.flatMap(({ name, labels, value, time = startedMs }) =>
          seriesReading(name, labels, value, variant === "text" ? time : time * 1000),
        ),
      ),
    );
  },
});

const watched = (deliveries: readonly Delivery[]): Watched => ({
  place: { form: "daemon", reasons: [] },
  deliveries,
  startedMs,
});

const remoteWrite = (version: "1.0" | "2.0"): AppReadBack => ({
  output: "prometheus-remote-write",
  variant: version,
  counts: ["now"],
  read: (deliveries) => {
    const options = { url: "http://127.0.0.1/api/v1/write", protocol: version };
    const read = version === "1.0" ? readVersion1 : readVersion2;
    return requestsOf(prometheusRemoteWrite, options, watched(deliveries)).flatMap(({ body }) =>
      read(body).flatMap(({ labels: pairs, samples }) => {
        const labels = new Map(pairs);
        return samples.flatMap(({ value, atMs }) =>
          value === "stale" ? [] : seriesReading(labels.get("__name__") ?? "", labels, value, atMs),
        );
      }),
    );
  },
});

const otlpReadBack = (protocol: "http/protobuf" | "http/json"): AppReadBack => ({
  output: "otlp",
  variant: protocol,
  counts: ["now"],
  read: (deliveries) => {
    const options = { endpoint: "http://127.0.0.1:4318", protocol, intervalMs: 10_000 };
    return requestsOf(otlp, options, watched(deliveries)).flatMap(({ headers, body }) =>
      readExport({ headers, body: Buffer.from(body) }).resourceMetrics.flatMap(({ resource, scopeMetrics }) => {
        const slot = Number(`${resource.attributes["service.instance.id"]}`.split(":").at(-1));
        const metrics = scopeMetrics.flatMap((one) => (one.scope.name === "taskvitals.apps" ? one.metrics : []));
        return metrics.flatMap((metric) =>
          partsOf(metric).map(({ attributes, part = "", value, timeUnixNano }): AppReading => {
            const label = Object.entries(attributes).map((pair) => pair.join("="));
            const name = metric.name.replace(/_total$/, "");
            const atMs = Number(timeUnixNano / 1_000_000n);
            return { slot, metric: name, label: label.join(), part, way: "now", value, atMs };
          }),
        );
      }),
    );
  },
});

const datadogBody = z.object({
  series: z.array(
    z.object({
      metric: z.string().startsWith("apps.shop_"),
      type: z.literal([2, 3]),
      interval: z.number().optional(),
      points: z.array(z.object({ timestamp: z.number(), value: z.number() })),
      tags: z.array(z.string()),
    }),
  ),
});

const plainText = ({ body, headers }: Payload): string =>
  Buffer.from(headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString("utf8");

const datadogReadBack: AppReadBack = {
  output: "datadog",
  variant: "series",
  counts: ["per second"],
  read: (deliveries) => {
    const options = {
      apiKey: "k",
      dialects: ["ecs.fargate"],
      checks: "off",
      apps: { metrics: ["*"], namespace: "apps" },
    };
    return requestsOf(datadog, options, watched(deliveries)).flatMap((request) =>
      datadogBody.parse(JSON.parse(plainText(request))).series.flatMap(({ metric, type, interval, points, tags }) => {
        const tag = (name: string) => tags.find((one) => one.startsWith(`${name}:`))?.slice(name.length + 1);
        const [, name = "", ending = ""] = /^apps\.(\w+)(.*)$/.exec(metric) ?? [];
        const label = ownLabels.flatMap((one) => (tag(one) === undefined ? [] : [`${one}=${tag(one)}`]));
        const counted = name === "shop_requests" ? "" : "count";
        const parts: Readonly<Record<string, string>> = {
          ".count": counted,
          ".sum": "sum",
          ".bucket": `le ${tag("upper_bound")}`,
          ".quantile": `quantile ${tag("quantile")}`,
        };
        return points.map(
          ({ timestamp, value }): AppReading => ({
            slot: Number(tag("slot")),
            metric: name,
            label: label.join(),
            part: parts[ending] ?? "",
            way: type === 2 ? "per second" : "now",
            value,
            atMs: timestamp * 1000,
            overMs: (interval ?? 10) * 1000,
          }),
        );
      }),
    );
  },
};

const elasticDocument = z.object({
  "@timestamp": z.iso.datetime(),
  data_stream: z.object({ dataset: z.literal("taskvitals.app") }),
  taskvitals: z.object({ target: z.object({ slot: z.string() }) }),
  prometheus: z.object({
    labels: z.record(z.string(), z.string()),
    metrics: z.record(z.string(), z.number()),
  }),
});

/** What a document of Elasticsearch's says of an app. */
export const readingsOfAppDocument = (told: unknown): readonly AppReading[] => {
  const document = elasticDocument.parse(told);
  const { labels, metrics } = document.prometheus;
  const own = new Map([...Object.entries(labels), ["slot", document.taskvitals.target.slot] as const]);
  const atMs = Date.parse(document["@timestamp"]);
  return Object.entries(metrics).flatMap(([name, value]) => seriesReading(name, own, value, atMs));
};

const elastic = (schema: "metricbeat" | "fleet" | "native"): AppReadBack => ({
  output: "elasticsearch",
  variant: schema,
  counts: ["now"],
  read: (deliveries) =>
    requestsOf(elasticsearch, { hosts: ["http://127.0.0.1"], schema }, watched(deliveries)).flatMap((request) =>
      plainText(request)
        .trimEnd()
        .split("\n")
        .filter((line) => line.includes("prometheus"))
        .flatMap((line) => readingsOfAppDocument(JSON.parse(line))),
    ),
});

const mackerelBody = z.object({
  hosts: z.array(z.object({ name: z.string() })),
  values: z.array(z.object({ host: z.number(), name: z.string(), time: z.number(), value: z.number() })),
});

const mackerelName = /^custom\.web\.(\d)\.(shop_\w+?)(?:_(count|sum))?(?:\.(get|post|mail|full))?(?:\.(p50|p99))?$/;
const labelNames: Readonly<Record<string, string>> = { get: "method", post: "method", mail: "queue", full: "kind" };

/** A histogram's mean and percentiles are Mackerel's alone, and looked at beside the output. */
const isEstimate = (name: string): boolean => /shop_answer_seconds\.get\./.test(name);

const mackerelReadBack: AppReadBack = {
  output: "mackerel",
  variant: "hosts of tasks",
  counts: ["mean of a minute"],
  without: ["le 0.1", "le 0.5", "le 1"],
  read: (deliveries) =>
    requestsOf(mackerel, { apiKey: "k" }, watched(deliveries)).flatMap((request) =>
      mackerelBody.parse(JSON.parse(plainText(request))).values.flatMap(({ name, time, value }): AppReading[] => {
        const [, slot, metric = "", ending, word = "", share] = mackerelName.exec(name) ?? [];
        if (slot === undefined || isEstimate(name)) return [];
        const quantile = share === undefined ? undefined : `quantile ${Number(share.slice(1)) / 100}`;
        const part = quantile ?? ending ?? "";
        const counted = metric === "shop_requests" || ending !== undefined;
        const way = counted ? "mean of a minute" : "now";
        return [
          { slot: Number(slot), metric, label: `${labelNames[word]}=${word}`, part, way, value, atMs: time * 1000 },
        ];
      }),
    ),
};

const figures = z.record(z.string(), z.number());

const stdoutLine = z.object({
  sampled_at: z.iso.datetime(),
  slot: z.string(),
  app: z.object({
    name: z.string(),
    samples: z.array(
      z.object({
        labels: z.record(z.string(), z.string()),
        value: z.number().optional(),
        per_second: z.number().optional(),
        count: z.number().optional(),
        sum: z.number().optional(),
        buckets: figures.default({}),
        quantiles: figures.default({}),
        gained: z
          .object({ seconds: z.literal(10), count: z.number(), sum: z.number() })
          .partial()
          .default({}),
      }),
    ),
  }),
});

const stdoutReadBack: AppReadBack = {
  output: "stdout",
  variant: "json",
  counts: ["now"],
  read: (deliveries) =>
    requestsOf(stdout, { format: "json", intervalMs: 10_000 }, watched(deliveries)).flatMap((request) =>
      plainText(request)
        .trimEnd()
        .split("\n")
        .filter((line) => line.includes('"app":'))
        .flatMap((line) => {
          const { sampled_at, slot, app } = stdoutLine.parse(JSON.parse(line));
          return app.samples.flatMap(({ labels, gained, ...sample }) => {
            const label = Object.entries(labels).map((pair) => pair.join("="));
            const head = { slot: Number(slot), metric: app.name, label: label.join(), atMs: Date.parse(sampled_at) };
            const of = (part: string, way: AppReading["way"], value: number | undefined): readonly AppReading[] =>
              value === undefined ? [] : [{ ...head, part, way, value }];
            return [
              ...of("", "now", sample.value),
              ...of("", "per second", sample.per_second),
              ...of("count", "now", sample.count),
              ...of("sum", "now", sample.sum),
              ...of("count", "gained", gained.count),
              ...of("sum", "gained", gained.sum),
              ...Object.entries(sample.buckets).flatMap(([bound, value]) => of(`le ${bound}`, "now", value)),
              ...Object.entries(sample.quantiles).flatMap(([one, value]) => of(`quantile ${one}`, "now", value)),
            ];
          });
        }),
    ),
};

export const appReadBacks: readonly AppReadBack[] = [
  exposition("text", ""),
  exposition("openmetrics", "application/openmetrics-text;version=1.0.0"),
  remoteWrite("1.0"),
  remoteWrite("2.0"),
  otlpReadBack("http/protobuf"),
  otlpReadBack("http/json"),
  datadogReadBack,
  elastic("metricbeat"),
  elastic("fleet"),
  elastic("native"),
  mackerelReadBack,
  stdoutReadBack,
];
