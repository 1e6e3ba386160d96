import { type Fields, fieldsOf } from "../json-fields.ts";

export const graphUnits = [
  "float",
  "integer",
  "percentage",
  "seconds",
  "milliseconds",
  "bytes",
  "bytes/sec",
  "bits/sec",
  "iops",
] as const;

export type GraphUnit = (typeof graphUnits)[number];

/** A graph that a plugin describes. */
export interface PluginGraph {
  /** The metrics' name up to its last dot, without `custom.`; `#` and `*` stand for one part each. */
  readonly name: string;
  readonly label?: string;
  readonly unit: GraphUnit;
  readonly metrics: readonly PluginGraphMetric[];
}

export interface PluginGraphMetric {
  /** The last part of the metric's name, or a wildcard. */
  readonly name: string;
  readonly label?: string;
  readonly stacked: boolean;
}

export type PluginGraphs =
  | { readonly ok: true; readonly graphs: readonly PluginGraph[] }
  | { readonly ok: false; readonly what: string };

const graphName = /^(?:[-a-zA-Z0-9_]+|[*#])(?:\.(?:[-a-zA-Z0-9_]+|[*#]))*$/;
const metricName = /^(?:[-a-zA-Z0-9_]+|[*#])$/;

/** More than that no account can hold. */
const maxGraphs = 500;
const maxMetrics = 500;
const maxNameLength = 255;

const isName = (pattern: RegExp, text: string | undefined): text is string =>
  text !== undefined && text.length <= maxNameLength && pattern.test(text);

const labelOf = (fields: Fields): { label?: string } => {
  const label = fields.text("label");
  return label === undefined ? {} : { label: label.slice(0, maxNameLength) };
};

const graphOf = (name: string, fields: Fields): PluginGraph => {
  const told = fields.text("unit");
  const metrics = (fields.list("metrics") ?? []).slice(0, maxMetrics).flatMap((metric): PluginGraphMetric[] => {
    const own = metric.text("name");
    return isName(metricName, own)
      ? [{ name: own, ...labelOf(metric), stacked: metric.boolean("stacked") ?? false }]
      : [];
  });
  return { name, ...labelOf(fields), unit: graphUnits.find((unit) => unit === told) ?? "float", metrics };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isFirstLine = /^#\s*mackerel-agent-plugin\b/;
const version = /\bversion\s*=\s*(\S+)/;

/**
 * What a plugin prints when it is asked for its graphs (`MACKEREL_AGENT_PLUGIN_META=1`). Graphs and metrics under names that
 * Mackerel does not take are left out, as are graphs without metrics. Never throws.
 */
export const readPluginGraphs = (stdout: string): PluginGraphs => {
  const feed = stdout.indexOf("\n");
  const [first, rest] = feed === -1 ? [stdout, ""] : [stdout.slice(0, feed), stdout.slice(feed + 1)];
  if (!isFirstLine.test(first)) return { ok: false, what: "no line '# mackerel-agent-plugin' at the beginning" };
  if ((version.exec(first)?.[1] ?? "1") !== "1") return { ok: false, what: "a version other than 1" };
  const told = parse(rest);
  if (typeof told !== "object" || told === null) return { ok: false, what: "no JSON behind the first line" };
  const graphs = fieldsOf(told).object("graphs");
  return {
    ok: true,
    graphs: graphs.keys
      .filter((name) => isName(graphName, name))
      .slice(0, maxGraphs)
      .map((name) => graphOf(name, graphs.object(name)))
      .filter(({ metrics }) => metrics.length > 0),
  };
};
