import { appSeriesOf } from "../../formats/app-series/app-series.ts";
import { piecesOfApps } from "../../formats/app-series/pieces.ts";
import { planSeries } from "../../formats/prometheus-series/plan.ts";
import { seriesOf } from "../../formats/prometheus-series/series.ts";
import { shownAddress } from "../../formats/push-http/address.ts";
import { readNamedValues } from "../../formats/push-http/named-values.ts";
import type {
  DeliveryOutcome,
  PushLimits,
  PushOutput,
  PushOutputDefinition,
  PushOutputDeps,
} from "../../ports/push-output.ts";
import { type RemoteWriteConfig, remoteWriteConfig } from "./config.ts";
import { type EncodeOptions, encode, type Version } from "./encode.ts";
import type { Item } from "./item.ts";
import { advance, emptyLedger, endAll } from "./ledger.ts";
import { openTransport } from "./transport.ts";

/** Prometheus sends 2,000 samples at most in one request too. */
const maxItems = 2000;

/**
 * Mimir, Amazon's and newer Prometheus refuse a whole request for one sample that is further in the future. Older
 * Prometheus (2.42) takes it, and refuses everything of the present from then on as too old.
 */
const maxAheadMs = 600_000;

const limits = ({ maxAgeMs, cadenceMs, timeoutMs, apps }: RemoteWriteConfig): PushLimits => ({
  maxItems,
  maxBytes: 1_048_576,
  maxAgeMs,
  maxAheadMs,
  cadenceMs,
  maxRequestsPerSecond: 10,
  timeoutMs: timeoutMs + 5_000,
  apps,
});

const encodeOptions = (config: RemoteWriteConfig, url: string): EncodeOptions => {
  const { pathname, search } = new URL(url);
  const { job, instance, externalLabels } = config;
  return { path: `${pathname}${search}`, externalLabels: { job, instance, ...readNamedValues(externalLabels) } };
};

const create = (config: RemoteWriteConfig, deps: PushOutputDeps): PushOutput<Item> => {
  const url = config.url ?? "http://localhost:9090/api/v1/write";
  const plan = planSeries(config);
  const options = encodeOptions(config, url);
  const rules = { startedMs: deps.clock.now(), repeatMs: config.repeatMs };
  const send = openTransport(url, config, deps);
  let ledger = emptyLedger;
  let version: Version = config.protocol === "2.0" ? "2.0" : "1.0";

  const inRequests = async (items: readonly Item[], signal: AbortSignal): Promise<DeliveryOutcome> => {
    for (let from = 0; from < items.length; from += maxItems) {
      const { outcome } = await send(encode(items.slice(from, from + maxItems), version, options), signal);
      if (outcome.kind !== "accepted") return outcome;
    }
    return { kind: "accepted" };
  };

  /** An empty request of version 2.0: a receiver that takes it says how many samples it wrote. */
  const negotiate = async (signal: AbortSignal): Promise<DeliveryOutcome> => {
    const { outcome, samplesWritten } = await send(encode([], "2.0", options), signal);
    version = outcome.kind === "accepted" && samplesWritten !== undefined ? "2.0" : "1.0";
    return outcome.kind === "retry" ? outcome : { kind: "accepted" };
  };

  return {
    address: shownAddress(url),
    select: (deliveries) =>
      deliveries.flatMap((delivery) => {
        if (delivery.kind !== "snapshot") return [];
        const { snapshot } = delivery;
        const apps = piecesOfApps(appSeriesOf(snapshot.entries).families);
        const families = [...seriesOf(plan, snapshot).families, ...apps];
        const next = advance(ledger, families, snapshot.takenAtMs, rules);
        ledger = next.ledger;
        return next.items;
      }),
    encode: (items) => encode(items, version, options),
    deliver: async (payload, signal) => (await send(payload, signal)).outcome,
    ...(config.protocol === "auto"
      ? { prepare: (_latest, signal) => negotiate(signal), prepareEveryMs: 3_600_000 }
      : {}),
    probe: async (signal) => (await send(encode([], version, options), signal)).outcome,
    conclude: (signal) => inRequests(endAll(ledger, deps.clock.now()), signal),
  };
};

/** To any store that takes Prometheus' remote write, in the names and labels of `/metrics`. */
export const prometheusRemoteWrite = {
  kind: "push",
  name: "prometheus-remote-write",
  description:
    "Everything to a store that takes Prometheus' remote write: Prometheus, Amazon Managed Prometheus, Mimir, VictoriaMetrics",
  config: remoteWriteConfig,
  detect: (_place, { url }) =>
    url === undefined
      ? { on: false, why: "no url is set" }
      : { on: true, why: `its url is set (${new URL(url).host})` },
  limits,
  create,
} satisfies PushOutputDefinition<"prometheus-remote-write", RemoteWriteConfig>;
