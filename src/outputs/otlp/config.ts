import { z } from "zod";
import { appOptions } from "../../formats/app-choice/options.ts";
import { isPushAddress } from "../../formats/push-http/address.ts";
import { isHeader, noneOf } from "../../formats/push-http/header-rules.ts";
import { readNamedValue } from "../../formats/push-http/named-values.ts";

const addressFault = "an http or https address without a user and password; the usual port of OTLP over HTTP is 4318";

const address = z.string().refine(isPushAddress, addressFault).optional();

const protocols = ["http/protobuf", "http/json"] as const;

const protocolFault = ({ input }: { readonly input?: unknown }): string | undefined =>
  input === "grpc"
    ? "OTLP over gRPC is not supported: take http/protobuf, and the receiver's port for HTTP (usually 4318 instead of 4317)"
    : undefined;

/** What the protocol says: users may not say otherwise. */
const reservedHeaders = new Set([
  "content-encoding",
  "content-length",
  "content-type",
  "host",
  "transfer-encoding",
  "user-agent",
]);

const isAttribute = (text: string): boolean => readNamedValue(text) !== undefined;

export const otlpConfig = z.strictObject({
  endpoint: address
    .describe(
      "Base address of the receiver: metrics go to `v1/metrics` below it. Sending is on when this or metricsEndpoint is set.",
    )
    .meta({ env: "OTEL_EXPORTER_OTLP_ENDPOINT" }),
  metricsEndpoint: address
    .describe(
      "Address for metrics, taken as it is, path included; wins over endpoint. CloudWatch: `https://monitoring.<region>.amazonaws.com/v1/metrics`.",
    )
    .meta({ env: "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT" }),
  protocol: z
    .enum(protocols, { error: protocolFault })
    .default("http/protobuf")
    .describe("Encoding. OTLP over gRPC is not supported; receivers that take it take HTTP too, on another port.")
    .meta({ env: ["OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"] }),
  headers: z
    .array(z.string().refine(isHeader, "name=value, with the name of a header"))
    .refine(noneOf(reservedHeaders), "none of the headers that belong to the protocol")
    .default([])
    .describe("More request headers, as `name=value` with percent-encoded values: `api-key=...`.")
    .meta({ env: ["OTEL_EXPORTER_OTLP_METRICS_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"], secret: true }),
  timeoutMs: z
    .int()
    .min(100)
    .max(120_000)
    .default(10_000)
    .describe("Longest time for one request.")
    .meta({ env: ["OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"] }),
  compression: z
    .enum(["gzip", "none"])
    .default("gzip")
    .describe("Compression of requests.")
    .meta({ env: ["OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION"] }),
  intervalMs: z
    .int()
    .min(1000)
    .max(300_000)
    .default(60_000)
    .describe(
      "Time between two data points of a series, and between two rounds of sending. Back ends that bill by points or bytes take note.",
    )
    .meta({ env: "OTEL_METRIC_EXPORT_INTERVAL" }),
  serviceName: z
    .string()
    .default("")
    .describe(
      "Resource attribute service.name of everything; empty: the ECS service (without one, the task family), and `taskvitals` for the agent itself.",
    )
    .meta({ env: "OTEL_SERVICE_NAME" }),
  resourceAttributes: z
    .array(z.string().refine(isAttribute, "name=value"))
    .default([])
    .describe(
      "More attributes for every resource, as `name=value` with percent-encoded values; they win over what is found out.",
    )
    .meta({ env: "OTEL_RESOURCE_ATTRIBUTES" }),
  instance: z
    .string()
    .default("")
    .describe("Resource attribute service.instance.id of the agent's own metrics.")
    .meta({ env: "HOSTNAME" }),
  labels: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Names of container labels and of ECS task tags that become resource attributes: `team` is container.label.team and aws.ecs.task.tag.team.",
    ),
  internalContainers: z
    .enum(["hide", "show"])
    .default("hide")
    .describe("The pause and volume containers that ECS adds to a task. Hidden ones still count in the task's sums."),
  apps: appOptions({ metrics: ["*"], maxSeries: 50_000 })
    .prefault({})
    .describe("Apps' own metrics"),
  sigv4: z
    .enum(["auto", "on", "off"])
    .default("auto")
    .describe("Whether requests are signed for AWS with the task's role; `auto`: when the address is one of AWS's."),
  region: z
    .string()
    .default("")
    .describe("AWS region to sign for, where the address does not tell.")
    .meta({ env: "AWS_REGION" }),
  maxAgeMs: z
    .int()
    .min(60_000)
    .max(14 * 24 * 3_600_000)
    .default(24 * 3_600_000)
    .describe("Older data points are dropped and counted instead of sent, after an outage."),
});

export type OtlpConfig = z.output<typeof otlpConfig>;

/** Where metrics go; undefined when no address is set. */
export const metricsUrl = ({ endpoint, metricsEndpoint }: OtlpConfig): string | undefined => {
  if (metricsEndpoint !== undefined) return metricsEndpoint;
  if (endpoint === undefined) return undefined;
  const { origin, pathname, search } = new URL(endpoint);
  return `${origin}${pathname.endsWith("/") ? pathname : `${pathname}/`}v1/metrics${search}`;
};
