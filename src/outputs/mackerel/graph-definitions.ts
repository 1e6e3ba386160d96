import { mackerelCustom } from "../../catalogue/names/mackerel-custom.ts";
import type { MackerelGraph } from "../../catalogue/names/mackerel-figure.ts";
import type { Settings } from "./settings.ts";

/** How Mackerel is to draw metrics of the same beginning. */
export interface GraphDefinition {
  readonly name: string;
  readonly displayName: string;
  readonly unit: string;
  readonly metrics: readonly { readonly name: string; readonly displayName: string; readonly isStacked: boolean }[];
}

/** What the places of container and family in a name become: `#` groups the legend, and may stand there once. */
const wildcards = { task: { container: ".#", task: "" }, instance: { container: ".*.#", task: ".#" } } as const;

const definitionOf = (graph: MackerelGraph, hosts: Settings["hosts"]): readonly GraphDefinition[] => {
  const name = `custom.${graph.name}${wildcards[hosts][graph.of]}`;
  const metrics = graph.metrics
    .filter(({ onlyShared }) => hosts === "instance" || onlyShared !== true)
    .map((metric) => ({
      name: `${name}.${metric.name}`,
      displayName: metric.displayName,
      isStacked: false,
    }));
  return metrics.length === 0 ? [] : [{ name, displayName: graph.displayName, unit: graph.unit, metrics }];
};

/** Definitions of all graphs whose metrics may come. The container agent's names are known to Mackerel by itself. */
export const graphDefinitions = ({
  hosts,
  metrics,
}: Pick<Settings, "hosts" | "metrics">): readonly GraphDefinition[] =>
  hosts === "instance" || metrics.includes("custom")
    ? mackerelCustom.flatMap((graph) => definitionOf(graph, hosts))
    : [];
