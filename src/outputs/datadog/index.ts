import type { PushOutputDefinition, PushOutputDeps } from "../../ports/push-output.ts";
import { problem } from "../../problems/problem.ts";
import { openDatadogApi } from "./api.ts";
import { type DatadogConfig, datadogConfig } from "./config.ts";
import { encode } from "./encode.ts";
import { openHost } from "./host.ts";
import type { DatadogItem } from "./item.ts";
import { limitsOf } from "./limits.ts";
import { planOf } from "./plan.ts";
import { openResourceTags } from "./resource-tags.ts";
import { openBetween, select } from "./select.ts";
import type { Telling } from "./series.ts";

type Deps = Pick<PushOutputDeps, "place" | "clock" | "http" | "gzip">;

/** How often a host name that is not known is asked for again. */
const askHostEveryMs = 600_000;

/** Series, service checks and events, in the names of Datadog's own integrations. */
export const datadog = {
  kind: "push",
  name: "datadog",
  description:
    "Datadog: series, service checks and events, in the names of its own Docker and ECS Fargate integrations",
  config: datadogConfig,
  detect: (_place, { apiKey }) =>
    apiKey === undefined ? { on: false, why: "there is no DD_API_KEY" } : { on: true, why: "DD_API_KEY is set" },
  limits: limitsOf,
  create: (config: DatadogConfig, { place, clock, http, gzip }: Deps) => {
    const api = openDatadogApi(config, http, clock);
    const host = openHost(config, place, http);
    const isSidecar = place.form !== "daemon" && place.form !== "managed-daemon";
    const telling: Telling = {
      plan: planOf(config, place),
      tags: openResourceTags(config, isSidecar),
      showInternal: config.internalContainers === "show",
      isSidecar,
    };
    const betweenMs = openBetween();
    return {
      address: api.address,
      select: (deliveries) => select(telling, config, deliveries, betweenMs),
      encode: (items: readonly DatadogItem[]) => encode(items, host.name(), gzip),
      deliver: (payload, signal) => api.send(payload, signal),
      prepare: async (_latest, signal) => {
        if (!host.isWanted() || (await host.find(signal)) !== undefined || isSidecar) return { kind: "accepted" };
        // A sidecar's series have the task's tags; a daemon's counts of its host have nothing else.
        const detail = "the instance metadata service does not tell";
        return { kind: "partly", rejected: [], problem: problem("output-host", "datadog", detail) };
      },
      prepareEveryMs: askHostEveryMs,
      probe: (signal) => api.validate(signal),
    };
  },
} satisfies PushOutputDefinition<"datadog", DatadogConfig>;
