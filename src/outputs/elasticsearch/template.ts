import { datasetOf, type ElasticSchema } from "../../catalogue/names/elastic-field.ts";
import { elasticSets } from "./elastic-sets.ts";
import type { Json } from "./item.ts";
import { mappingsOf } from "./mappings.ts";
import { nativeScopes } from "./native-documents.ts";
import type { Server } from "./server.ts";
import { metricbeatStream } from "./settings.ts";

/** Raised with every change of what is below: only then a server's template is replaced. */
export const templateVersion = 1;

/** Who made a template: those of others are left alone. */
export const managedBy = "taskvitals";

export interface TemplateOptions {
  readonly schema: ElasticSchema;
  readonly timeSeries: boolean;
  readonly maxAgeMs: number;
}

/** An index template and where it goes. */
export interface Template {
  readonly path: string;
  readonly body: Json;
}

const datasets: readonly string[] = [...new Set(elasticSets.map(datasetOf))];

/** Data streams that documents of a schema go to. */
export const streamsOf = (schema: ElasticSchema, namespace: string): readonly string[] => {
  if (schema === "metricbeat") return [metricbeatStream];
  const names = schema === "fleet" ? datasets : nativeScopes.map((scope) => `taskvitals.${scope}`);
  return names.map((name) => `metrics-${name}-${namespace}`);
};

const patterns: Readonly<Record<ElasticSchema, readonly string[]>> = {
  metricbeat: [`${metricbeatStream}*`],
  fleet: datasets.map((name) => `metrics-${name}-*`),
  native: ["metrics-taskvitals.*-*"],
};

/**
 * Above Elasticsearch's own `metrics-*-*` (100). Where Fleet has installed an integration, its templates (200) stand
 * above ours for the same data streams.
 */
const priorities: Readonly<Record<ElasticSchema, number>> = { metricbeat: 250, fleet: 150, native: 250 };

/** What a time series data stream may be told to take: two hours to seven days. */
const lookBack = (maxAgeMs: number): string =>
  `${Math.ceil(Math.min(Math.max(maxAgeMs, 2 * 3_600_000), 7 * 86_400_000) / 60_000)}m`;

/** Room for labels and details of which nobody knows beforehand. */
const fieldsAtMost = 2000;

/** The template for a schema on this server. */
export const templateFor = (server: Server, { schema, timeSeries, maxAgeMs }: TemplateOptions): Template => {
  const inTimeSeries = schema === "native" && timeSeries && server.timeSeries;
  const meta = { managed_by: managedBy, version: templateVersion };
  const settings = {
    "index.mapping.total_fields.limit": fieldsAtMost,
    ...(inTimeSeries ? { "index.mode": "time_series", "index.look_back_time": lookBack(maxAgeMs) } : {}),
  };
  const mappings = { _meta: meta, ...mappingsOf(schema, inTimeSeries) };
  const name = `taskvitals-${schema}`;
  if (!server.dataStreams) {
    return {
      path: `/_template/${name}`,
      body: { index_patterns: patterns[schema], order: 1, version: templateVersion, settings, mappings },
    };
  }
  return {
    path: `/_index_template/${name}`,
    body: {
      index_patterns: patterns[schema],
      data_stream: {},
      priority: priorities[schema],
      version: templateVersion,
      _meta: meta,
      template: { settings, mappings },
    },
  };
};
