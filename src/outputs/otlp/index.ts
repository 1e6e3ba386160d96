import { shownAddress } from "../../formats/push-http/address.ts";
import { awsHost } from "../../formats/sigv4/aws-host.ts";
import type { Payload, PushLimits, PushOutput, PushOutputDefinition, PushOutputDeps } from "../../ports/push-output.ts";
import { metricsUrl, type OtlpConfig, otlpConfig } from "./config.ts";
import { type EncodeOptions, encode } from "./encode.ts";
import type { Item } from "./item.ts";
import { resourceAttributes } from "./resource.ts";
import { openResourceTimes } from "./resource-times.ts";
import { select } from "./select.ts";
import { openTransport } from "./transport.ts";

/** AWS's own agent sends CloudWatch 1,000 data points at most in one request. */
const maxItems = 1000;

/** An interval of 200 containers, collected every ten seconds: one point of each series is made of it. */
const intervalBytes = 2_097_152;

/** CloudWatch refuses what is further in the future; a collector takes any. */
const cloudWatchAheadMs = 2 * 3_600_000;

const isAws = (url: string | undefined): boolean => url !== undefined && awsHost(new URL(url).host) !== undefined;

const limits = (config: OtlpConfig): PushLimits => {
  const { intervalMs, maxAgeMs, timeoutMs, apps } = config;
  return {
    maxItems,
    maxBytes: 1_048_576,
    maxAgeMs,
    ...(isAws(metricsUrl(config)) ? { maxAheadMs: cloudWatchAheadMs } : {}),
    cadenceMs: intervalMs,
    maxRequestsPerSecond: 5,
    selectBytes: intervalBytes,
    timeoutMs: timeoutMs + 5_000,
    apps,
  };
};

const pointsIn = (payload: Payload): number =>
  "points" in payload && typeof payload.points === "number" ? payload.points : maxItems;

const create = (config: OtlpConfig, deps: PushOutputDeps): PushOutput<Item> => {
  const url = metricsUrl(config) ?? "http://localhost:4318/v1/metrics";
  const { pathname, search } = new URL(url);
  const { protocol, compression, intervalMs, internalContainers } = config;
  const encoding: EncodeOptions = { protocol, compression, path: `${pathname}${search}`, gzip: deps.gzip };
  const selection = {
    intervalMs,
    showInternal: internalContainers === "show",
    attributesOf: resourceAttributes(config),
    timeOf: openResourceTimes(deps.clock.now()),
  };
  const send = openTransport(url, config, deps);
  return {
    address: shownAddress(url),
    select: (deliveries) => select(deliveries, selection),
    encode: (items) => encode(items, encoding),
    deliver: (payload, signal) => send({ ...payload, points: pointsIn(payload) }, signal),
    probe: (signal) => send(encode([], encoding), signal),
  };
};

/** To any receiver of OpenTelemetry's protocol over HTTP, in the names of its semantic conventions. */
export const otlp = {
  kind: "push",
  name: "otlp",
  description: "Everything to a receiver of OTLP over HTTP: the OpenTelemetry Collector, CloudWatch, and most vendors",
  config: otlpConfig,
  detect: (_place, config) => {
    const url = metricsUrl(config);
    return url === undefined
      ? { on: false, why: "no endpoint is set" }
      : { on: true, why: `its endpoint is set (${new URL(url).host})` };
  },
  limits,
  create,
} satisfies PushOutputDefinition<"otlp", OtlpConfig>;
