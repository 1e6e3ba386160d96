import { describe, expect, it } from "vitest";
import { catalogue, type MetricId } from "../catalogue.ts";
import { mackerelContainer, mackerelHealth, mackerelLife } from "./mackerel-container.ts";
import { mackerelCustom } from "./mackerel-custom.ts";
import type { MackerelFigure } from "./mackerel-figure.ts";

const graphMetrics = mackerelCustom.flatMap((graph) => graph.metrics.map((metric) => ({ ...metric, graph })));

describe("Mackerel's names", () => {
  it("are those of the container agent", () => {
    expect(new Set(mackerelContainer.map(({ name }) => name))).toEqual(
      new Set([
        "container.cpu.{container}.usage",
        "container.cpu.{container}.limit",
        "container.memory.{container}.usage",
        "container.memory.{container}.limit",
        "interface.{container}-{interface}.rxBytes.delta",
        "interface.{container}-{interface}.txBytes.delta",
        "interface.{interface}.rxBytes.delta",
        "interface.{interface}.txBytes.delta",
      ]),
    );
  });

  it("of our own are parts that Mackerel takes, each once", () => {
    const names = graphMetrics.map(({ graph, name }) => `${graph.name}.${name}`);
    for (const name of names) expect(name).toMatch(/^ecs\.[a-z_]+\.[a-z_]+$/);
    expect(new Set(names).size).toBe(names.length);
  });

  it("of a graph of a task never begin like those of a graph of containers", () => {
    expect(new Set(mackerelCustom.map(({ name }) => name)).size).toBe(mackerelCustom.length);
  });

  it("take rates from counters, and values from what is none", () => {
    const figures: readonly MackerelFigure<MetricId>[] = [...mackerelContainer, ...graphMetrics];
    // Restarts are shown as the number there were.
    const shownAsTheyAre: readonly MetricId[] = ["container.restarts"];
    for (const { metric, take } of figures.flatMap(({ from }) => from)) {
      const isCounter = catalogue[metric].kind === "counter" && !shownAsTheyAre.includes(metric);
      expect(take === "perSecond", metric).toBe(isCounter);
    }
  });

  it("take what has the scope: a task's figures from the task, a container's from it or its task", () => {
    const figures = [...mackerelContainer, ...graphMetrics.map((metric) => ({ ...metric, of: metric.graph.of }))];
    for (const { of, from } of figures)
      for (const { metric } of from)
        expect(of === "task" ? ["task"] : ["task", "container"]).toContain(catalogue[metric].scope);
  });

  it("know the words of the states they look at", () => {
    const words = (metric: MetricId) => catalogue[metric].attributes?.status?.values ?? [];
    for (const word of Object.keys(mackerelHealth.statuses)) expect(words(mackerelHealth.metric)).toContain(word);
    for (const word of mackerelLife.running) expect(words(mackerelLife.container)).toContain(word);
    for (const word of [...mackerelLife.before, ...mackerelLife.after])
      expect([...words(mackerelLife.task), ...words(mackerelLife.container)]).toContain(word);
  });
});
