import { shownAddress } from "../../formats/push-http/address.ts";
import type { PushOutputDefinition } from "../../ports/push-output.ts";
import { elasticApi } from "./api.ts";
import { type ElasticsearchConfig, elasticsearchConfig } from "./config.ts";
import { outcomeOfBulk } from "./deliver.ts";
import { encodeBulk } from "./encode.ts";
import type { DocumentItem } from "./item.ts";
import { type Knowledge, knowingNothing } from "./knowledge.ts";
import { outputName } from "./name.ts";
import { findServer, prepare } from "./prepare.ts";
import { selector } from "./select.ts";
import { targetOf } from "./target.ts";

/** Well below the 100 MB that Elasticsearch takes, and what it indexes without effort. */
const maxBytes = 1_000_000;
const maxItems = 500;

/** A template that somebody removes, or a new version of the server, is seen within this time. */
const prepareEveryMs = 3_600_000;

/** Documents for Elasticsearch 7 to 9 and OpenSearch, in the shapes that Elastic's own dashboards know. */
export const elasticsearch = {
  kind: "push",
  name: outputName,
  description: "Documents for Elasticsearch and OpenSearch, as Metricbeat and the Elastic Agent write them, or our own",
  config: elasticsearchConfig,
  detect: (_place, { cloudId, hosts }) => {
    if (cloudId !== undefined) return { on: true, why: "there is a cloud id (ELASTIC_CLOUD_ID)" };
    if (hosts.length > 0) return { on: true, why: "there are hosts (ELASTICSEARCH_HOSTS)" };
    return { on: false, why: "neither ELASTIC_CLOUD_ID nor ELASTICSEARCH_HOSTS is set" };
  },
  limits: ({ maxAgeMs, flushMs, timeoutMs, apps }) => ({
    maxItems,
    maxBytes,
    maxAgeMs,
    cadenceMs: flushMs,
    maxRequestsPerSecond: 5,
    timeoutMs,
    apps,
  }),
  create: (config, deps) => {
    const target = targetOf(config);
    const api = elasticApi(target, config.timeoutMs, deps);
    const gzip = config.compression === "gzip" ? deps.gzip : undefined;
    const agentName = config.agentName === "" ? "taskvitals" : config.agentName;
    const counts = new WeakMap<object, number>();
    let knowledge: Knowledge = knowingNothing;
    return {
      address: target.urls.map(shownAddress).join(", "),
      select: selector({ ...config, agentName }, deps.hashing),
      encode: (items: readonly DocumentItem[]) => {
        const payload = encodeBulk(items, knowledge, gzip);
        counts.set(payload, items.length);
        return payload;
      },
      deliver: async (payload, signal) => {
        const called = await api.call(payload, signal);
        if (called.kind === "none") return called.outcome;
        const { answer, url } = called;
        const outcome = api.outcome(answer, url);
        if (outcome.kind !== "accepted") return outcome;
        return outcomeOfBulk(answer, counts.get(payload), new URL(url).host, target.secrets);
      },
      prepareEveryMs,
      prepare: (_latest, signal) => {
        const settings = { ...config, timeSeries: config.timeSeries === "auto" };
        const learnt = (found: Knowledge): void => {
          knowledge = found;
        };
        return prepare(api, settings, deps.log, learnt, signal);
      },
      probe: async (signal) => {
        // Each call is to the next host: one that is down shows, whichever it is.
        for (let host = 0; host < Math.max(1, target.urls.length); host += 1) {
          const server = await findServer(api, signal);
          if (!server.ok) return server.outcome;
        }
        return { kind: "accepted" };
      },
    };
  },
} satisfies PushOutputDefinition<"elasticsearch", ElasticsearchConfig>;
