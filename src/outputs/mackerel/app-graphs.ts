import type { MackerelUnit } from "../../catalogue/names/mackerel-figure.ts";
import { chooseApps } from "../../formats/app-choice/choice.ts";
import { goStatsClassic, goStatsClassicUnits } from "../../formats/go-stats/classic.ts";
import type { Snapshot } from "../../model/snapshot.ts";
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

/** Definitions of the graphs of apps: one for each name up to its last dot, the slot a wildcard. */
export const appGraphs = (settings: Pick<Settings, "apps" | "hosts">, latest: Snapshot): readonly GraphDefinition[] => {
  const { entries } = chooseApps(settings.apps, latest.entries);
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
  return [...graphs].slice(0, graphsAtMost).map(([name, { unit = "float", metrics }]) => ({
    name,
    displayName: name.replace(/^custom\./, "").replace(".#", ""),
    unit,
    metrics: [...metrics].map((metric) => ({ name: `${name}.${metric}`, displayName: metric, isStacked: false })),
  }));
};
