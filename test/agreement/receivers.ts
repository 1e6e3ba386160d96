import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { datadog } from "../../src/outputs/datadog/index.ts";
import { elasticsearch } from "../../src/outputs/elasticsearch/index.ts";
import { mackerel } from "../../src/outputs/mackerel/index.ts";
import { readExposition } from "../../src/outputs/prometheus/exposition-reader.ts";
import { prometheus } from "../../src/outputs/prometheus/index.ts";
import { prometheusRemoteWrite } from "../../src/outputs/prometheus-remote-write/index.ts";
import type { Payload } from "../../src/ports/push-output.ts";
import { readVersion1, readVersion2 } from "../fakes/remote-write/read.ts";
import { datadogNames, elasticMetricbeat, elasticNative, mackerelNames, prometheusNames } from "./names.ts";
import { otlpReadBack } from "./otlp.ts";
import type { Meanings, Reading } from "./reading.ts";
import { requestsOf } from "./sent.ts";
import { stdoutEmbedded, stdoutPlain } from "./stdout.ts";
import type { Watched } from "./watch.ts";

/** What one back end makes of a workload: the bytes it is sent, read back by a reader of its format, and its names. */
export interface ReadBack {
  readonly output: string;
  readonly variant: string;
  readonly names: Meanings;
  read(watched: Watched): readonly Reading[];
}

const textOf = ({ body, headers }: Payload): string =>
  Buffer.from(headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString("utf8");

const wholeTask = "_task_";

/** Both the labels of a Prometheus series and our own; `ee` has a container of that name for the task. */
export const ofLabels = (label: (name: string) => string | undefined): Pick<Reading, "family" | "container"> => {
  const container = label("container_name");
  return { family: label("task_family") ?? "", container: container === wholeTask ? undefined : container };
};

const exposition: ReadBack = {
  output: "prometheus",
  variant: "text with timestamps",
  names: prometheusNames,
  read: ({ deliveries }) => {
    const config = prometheus.config.parse({ timestamps: "on" });
    const output = prometheus.create(config);
    return deliveries.flatMap((delivery) => {
      if (delivery.kind !== "snapshot") return [];
      const { snapshot } = delivery;
      const { body } = output.render(snapshot, output.variant({ accept: "" }));
      return readExposition(body, "text").flatMap(({ samples }) =>
        samples.map(({ name, labels, value, time = snapshot.takenAtMs }) => ({
          name,
          ...ofLabels((label) => labels.get(label)),
          value,
          atMs: time,
        })),
      );
    });
  },
};

const remoteWrite = (version: "1.0" | "2.0"): ReadBack => ({
  output: "prometheus-remote-write",
  variant: version,
  names: prometheusNames,
  read: (watched) => {
    const options = { url: "http://127.0.0.1/api/v1/write", protocol: version };
    const read = version === "1.0" ? readVersion1 : readVersion2;
    return requestsOf(prometheusRemoteWrite, options, watched).flatMap(({ body }) =>
      read(body).flatMap(({ labels: pairs, samples }) => {
        const labels = new Map(pairs);
        return samples.flatMap(({ value, atMs }) =>
          value === "stale"
            ? []
            : [{ name: labels.get("__name__") ?? "", ...ofLabels((label) => labels.get(label)), value, atMs }],
        );
      }),
    );
  },
});

const datadogBody = z.object({
  series: z.array(
    z.object({
      metric: z.string(),
      points: z.array(z.object({ timestamp: z.number(), value: z.number() })),
      tags: z.array(z.string()),
    }),
  ),
});

export const ofTags = (tags: readonly string[]): Pick<Reading, "family" | "container"> => {
  const tag = (name: string) => tags.find((one) => one.startsWith(`${name}:`))?.slice(name.length + 1);
  return { family: tag("task_family") ?? "", container: tag("ecs_container_name") };
};

const datadogSeries: ReadBack = {
  output: "datadog",
  variant: "all dialects",
  names: datadogNames,
  read: (watched) => {
    const options = { apiKey: "k", dialects: ["docker", "ecs.fargate", "container", "taskvitals"] };
    const requests = requestsOf(datadog, options, watched).filter(({ path }) => path === "/api/v2/series");
    return requests.flatMap((request) =>
      datadogBody.parse(JSON.parse(textOf(request))).series.flatMap(({ metric, points, tags }) => {
        const owner = ofTags(tags);
        return points.map(({ timestamp, value }) => ({ name: metric, ...owner, value, atMs: timestamp * 1000 }));
      }),
    );
  },
};

const mackerelBody = z.object({
  hosts: z.array(z.object({ metadata: z.object({ task_family: z.string() }) })),
  values: z.array(z.object({ host: z.number(), name: z.string(), time: z.number(), value: z.number() })),
});

/** Mackerel has a container's name in the metric's; the same name without it is what is looked up. */
export const mackerelName = (name: string): { readonly name: string; readonly container?: string } => {
  const [, head, container, tail] =
    /^(container\.(?:cpu|memory)|custom\.ecs\.(?:utilization|memory|disk))\.([^.]+)\.(.+)$/.exec(name) ?? [];
  if (container !== undefined) return { name: `${head}.*.${tail}`, container };
  const [, owner, direction] = /^interface\.(?:([^.-]+)-)?eth\d\.(.+)$/.exec(name) ?? [];
  if (direction === undefined) return { name };
  return owner === undefined
    ? { name: `interface.${direction}` }
    : { name: `interface.*.${direction}`, container: owner };
};

const mackerelHosts: ReadBack = {
  output: "mackerel",
  variant: "hosts of tasks",
  names: mackerelNames,
  read: (watched) =>
    requestsOf(mackerel, { apiKey: "k" }, watched)
      .filter(({ path }) => path === "/api/v0/tsdb")
      .flatMap((request) => {
        const { hosts, values } = mackerelBody.parse(JSON.parse(textOf(request)));
        return values.map(({ host, name, time, value }) => ({
          ...mackerelName(name),
          family: hosts[host]?.metadata.task_family ?? "",
          value,
          atMs: time * 1000,
        }));
      }),
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every number of a document under its whole name; Elasticsearch does the same. */
const numbersIn = (value: unknown, path = ""): readonly (readonly [name: string, value: number])[] => {
  if (typeof value === "number") return [[path, value]];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => numbersIn(child, path === "" ? key : `${path}.${key}`));
};

const names = z.object({
  "com_amazonaws_ecs_task-definition-family": z.string(),
  "com_amazonaws_ecs_container-name": z.string(),
});

/** Whose document it is, as each shape says it. */
const owners = z.object({
  "@timestamp": z.string(),
  aws: z.object({ ecs: z.object({ task: z.object({ family: z.string() }) }) }).optional(),
  container: z.object({ name: z.string().optional(), labels: names.optional() }).optional(),
  docker: z.object({ container: z.object({ labels: names.optional() }).optional() }).optional(),
});

/** The network of a whole task comes in a document whose container is called after it. */
const taskName = / \(task\)$/;

const ownerOf = ({ aws, container, docker }: z.output<typeof owners>): Pick<Reading, "family" | "container"> => {
  if (aws !== undefined) return { family: aws.ecs.task.family, container: container?.name };
  const labels = docker?.container?.labels ?? container?.labels;
  if (labels === undefined) return { family: (container?.name ?? "").replace(taskName, "") };
  return {
    family: labels["com_amazonaws_ecs_task-definition-family"],
    container: labels["com_amazonaws_ecs_container-name"],
  };
};

/** Every number of a document. */
export const readingsOfDocument = (document: unknown): readonly Reading[] => {
  const owner = owners.parse(document);
  const atMs = Date.parse(owner["@timestamp"]);
  return numbersIn(document).map(([name, value]) => ({ name, ...ownerOf(owner), value, atMs }));
};

const elastic = (schema: "metricbeat" | "fleet" | "native", meanings: Meanings): ReadBack => ({
  output: "elasticsearch",
  variant: schema,
  names: meanings,
  read: (watched) =>
    requestsOf(elasticsearch, { hosts: ["http://127.0.0.1"], schema }, watched).flatMap((request) => {
      const lines = textOf(request).trimEnd().split("\n");
      // A line that says what to do, then the document.
      return lines.flatMap((line, place) => {
        if (place % 2 === 0) return [];
        return readingsOfDocument(JSON.parse(line));
      });
    }),
});

export const readBacks: readonly ReadBack[] = [
  exposition,
  remoteWrite("1.0"),
  remoteWrite("2.0"),
  datadogSeries,
  mackerelHosts,
  otlpReadBack("http/protobuf"),
  otlpReadBack("http/json"),
  elastic("metricbeat", elasticMetricbeat),
  elastic("fleet", elasticMetricbeat),
  elastic("native", elasticNative),
  stdoutPlain,
  stdoutEmbedded,
];
