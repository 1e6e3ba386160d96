import type { Json } from "./item.ts";
import type { Server } from "./server.ts";
import { managedBy, type Template, templateVersion } from "./template.ts";

/** Apps' own metrics go to `metrics-taskvitals.app-<namespace>`, whatever the schema of the rest. */
export const appDataset = "taskvitals.app";

/** Above our own native template, whose time series would take documents of other labels for one. */
const priority = 300;

/** Names are the apps': a field each. Beyond these a document that brings a new one is refused. */
const fieldsAtMost = 5000;

const keyword = { type: "keyword", ignore_above: 1024 } as const;

/** The names of metrics and labels are known when they come: numbers are doubles, texts are words. */
const mappings = (meta: Json): Json => ({
  _meta: meta,
  dynamic_templates: [
    { metrics: { path_match: "prometheus.metrics.*", mapping: { type: "double" } } },
    { texts: { match_mapping_type: "string", mapping: keyword } },
  ],
  properties: { "@timestamp": { type: "date" }, "event.dataset": keyword, "service.name": keyword },
});

export const appTemplate = (server: Server): Template => {
  const meta = { managed_by: managedBy, version: templateVersion };
  const settings = { "index.mapping.total_fields.limit": fieldsAtMost };
  const index_patterns = [`metrics-${appDataset}-*`];
  if (!server.dataStreams) {
    return {
      path: "/_template/taskvitals-apps",
      body: { index_patterns, order: 2, version: templateVersion, settings, mappings: mappings(meta) },
    };
  }
  return {
    path: "/_index_template/taskvitals-apps",
    body: {
      index_patterns,
      data_stream: {},
      priority,
      version: templateVersion,
      _meta: meta,
      template: { settings, mappings: mappings(meta) },
    },
  };
};
