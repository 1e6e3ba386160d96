import type { MackerelUnit } from "../../catalogue/names/mackerel-figure.ts";
import { chooseApps } from "../../formats/app-choice/choice.ts";
import { goStatsClassic, goStatsClassicUnits } from "../../formats/go-stats/classic.ts";
import type { AppGraphLine } from "../../model/app-family.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import { type AppView, openAppReadings } from "./app-readings.ts";
import type { GraphDefinition } from "./graph-definitions.ts";
import type { Settings } from "./settings.ts";

/** Labels may have many values; what is beyond has no line of its own in the definition and is drawn all the same. */
const graphsAtMost = 200;
const metricsAtMost = 100;

interface Graph {
  /** Undefined when its metrics do not agree. */
  unit: MackerelUnit | undefined;
  readonly metrics: Set<string>;
}

/** All fifteen of mackerel-plugin-gostats, also those that have no value yet. */
const classic = ({ resource }: AppView): readonly (readonly [graph: string, unit: MackerelUnit, metric: string])[] =>
  resource.target.kind === "go-stats"
    ? goStatsClassic.map(({ group, field }) => [`custom.gostats.#.${group}`, goStatsClassicUnits[group], field])
    : [];

/** Mackerel takes `#` once, and wildcards in the name of the graph alone; it would refuse all definitions for one. */
const isTaken = ({ graph, metric }: AppGraphLine): boolean => graph.split("#").length <= 2 && !/[*#]/.test(metric);

/** Definitions as metric plugins give them; of two that differ in a graph the first counts. */
const pluginGraphs = (entries: readonly Entry[]): readonly GraphDefinition[] => {
  const graphs = new Map<string, { readonly line: AppGraphLine; readonly metrics: Map<string, AppGraphLine> }>();
  for (const { families = [] } of entries) {
    for (const { line } of families) {
      if (line === undefined || !isTaken(line)) continue;
      const graph = graphs.get(line.graph) ?? { line, metrics: new Map() };
      graphs.set(line.graph, graph);
      if (graph.metrics.size < metricsAtMost && !graph.metrics.has(line.metric)) graph.metrics.set(line.metric, line);
    }
  }
  return [...graphs].slice(0, graphsAtMost).map(([graph, { line, metrics }]) => ({
    name: `custom.${graph}`,
    displayName: line.title ?? graph,
    unit: line.unit,
    metrics: [...metrics.values()].map(({ metric, label, stacked }) => ({
      name: `custom.${graph}.${metric}`,
      displayName: label ?? metric,
      isStacked: stacked,
    })),
  }));
};

/** Definitions of the graphs of apps: those of plugins, then one for each name up to its last dot, the slot a wildcard. */
export const appGraphs = (settings: Pick<Settings, "apps" | "hosts">, latest: Snapshot): readonly GraphDefinition[] => {
  const { entries } = chooseApps(settings.apps, latest.entries);
  const told = pluginGraphs(entries);
  const graphs = new Map<string, Graph>();
  const add = (name: string, unit: MackerelUnit, metric: string): void => {
    const graph = graphs.get(name) ?? { unit, metrics: new Set<string>() };
    if (graph.unit !== unit) graph.unit = undefined;
    graphs.set(name, graph);
    if (graph.metrics.size < metricsAtMost) graph.metrics.add(metric);
  };
  for (const view of openAppReadings(settings)({ ...latest, entries })) {
    for (const [name, unit, metric] of classic(view)) add(name, unit, metric);
    for (const { name, graph } of view.readings)
      if (graph !== undefined) add(graph.name, graph.unit, name.slice(name.lastIndexOf(".") + 1));
  }
  const derived = [...graphs].slice(0, graphsAtMost - told.length).map(([name, { unit = "float", metrics }]) => ({
    name,
    displayName: name.replace(/^custom\./, "").replace(".#", ""),
    unit,
    metrics: [...metrics].map((metric) => ({ name: `${name}.${metric}`, displayName: metric, isStacked: false })),
  }));
  return [...told, ...derived];
};
