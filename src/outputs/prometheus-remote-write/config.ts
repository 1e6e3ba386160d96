import { z } from "zod";
import { dialectNames } from "../../catalogue/names/dialect.ts";
import { appOptions } from "../../formats/app-choice/options.ts";
import { isPushAddress } from "../../formats/push-http/address.ts";
import { isHeader, noneOf } from "../../formats/push-http/header-rules.ts";
import { readNamedValue } from "../../formats/push-http/named-values.ts";
import { isLabelName } from "../../formats/remote-write/labels.ts";

const unique = (list: readonly string[]): boolean => new Set(list).size === list.length;

const isLabel = (text: string): boolean => isLabelName(readNamedValue(text)?.name ?? "");

/** What the protocol, or the way of signing in, says: users may not say otherwise (remote write 1.0, "Protocol"). */
const reservedHeaders = new Set([
  "content-encoding",
  "content-length",
  "content-type",
  "host",
  "transfer-encoding",
  "user-agent",
  "x-prometheus-remote-write-version",
]);

export const remoteWriteConfig = z.strictObject({
  url: z
    .string()
    .refine(isPushAddress, "an http or https address without a user and password")
    .optional()
    .describe(
      "Where to send, path included: `http://prometheus:9090/api/v1/write`. Sending is on when this is set; so does the variable of AWS's own collector, AWS_PROMETHEUS_ENDPOINT.",
    )
    .meta({ env: "AWS_PROMETHEUS_ENDPOINT" }),
  protocol: z
    .enum(["auto", "1.0", "2.0"])
    .default("auto")
    .describe(
      "Version of remote write; `auto` asks the receiver with an empty request, once an hour, and takes 1.0 when in doubt.",
    ),
  dialects: z
    .array(z.enum(dialectNames))
    .min(1)
    .refine(unique, "each dialect at most once")
    .default(["taskvitals", "ee"])
    .describe("Sets of metric names to send, as in the output `prometheus`."),
  internalContainers: z
    .enum(["hide", "show"])
    .default("hide")
    .describe("Series of the pause and volume containers that ECS adds to a task, as in the output `prometheus`."),
  labels: z
    .array(z.string().min(1))
    .refine(unique, "each name at most once")
    .default([])
    .describe(
      "Container labels and task tags that become labels of the `taskvitals` dialect, as in the output `prometheus`.",
    ),
  job: z.string().default("taskvitals").describe("Label `job` of every series, which a scrape would add; empty: none."),
  instance: z
    .string()
    .default("")
    .describe(
      "Label `instance` of every series, which a scrape would add: it tells agents apart whose series have nothing else that would. Empty: none.",
    )
    .meta({ env: "HOSTNAME" }),
  externalLabels: z
    .array(z.string().refine(isLabel, "name=value, with the name of a label"))
    .default([])
    .describe("More labels for every series, as `name=value`. A series' own label of that name wins."),
  apps: appOptions({ metrics: ["*"], maxSeries: 50_000 })
    .prefault({})
    .describe("Apps' own metrics"),
  username: z.string().default("").describe("User of HTTP basic authentication."),
  password: z.string().default("").describe("Password of HTTP basic authentication.").meta({ secret: true }),
  bearerToken: z
    .string()
    .default("")
    .describe("Token of HTTP bearer authentication; wins over user and password.")
    .meta({ secret: true }),
  headers: z
    .array(z.string().refine(isHeader, "name=value, with the name of a header"))
    .refine(noneOf(reservedHeaders), "none of the headers that belong to the protocol")
    .default([])
    .describe("More request headers, as `name=value`: `X-Scope-OrgID=team-a`.")
    .meta({ secret: true }),
  sigv4: z
    .enum(["auto", "on", "off"])
    .default("auto")
    .describe("Whether requests are signed for AWS with the task's role; `auto`: when the address is one of AWS's."),
  region: z
    .string()
    .default("")
    .describe("AWS region to sign for; empty: the one in the address.")
    .meta({ env: "AWS_REGION" }),
  timeoutMs: z.int().min(1000).max(120_000).default(30_000).describe("Longest time for one request."),
  cadenceMs: z
    .int()
    .min(1000)
    .max(300_000)
    .default(10_000)
    .describe("Time between two rounds of sending; samples keep their own times."),
  maxAgeMs: z
    .int()
    .min(60_000)
    .max(30 * 24 * 3_600_000)
    .default(3_600_000)
    .describe(
      "Older samples are dropped and counted instead of sent, after an outage. Prometheus refuses what is an hour older than its newest sample; VictoriaMetrics and stores with an out-of-order window take more.",
    ),
  repeatMs: z
    .int()
    .min(1000)
    .max(240_000)
    .default(60_000)
    .describe(
      "Values that are no samples (states, limits, times of birth) are sent when they change, and again after this time. Above 240000 they would fall out of Prometheus' five minutes.",
    ),
});

export type RemoteWriteConfig = z.output<typeof remoteWriteConfig>;
