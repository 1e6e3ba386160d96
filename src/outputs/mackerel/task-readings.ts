import { mackerelContainer } from "../../catalogue/names/mackerel-container.ts";
import { mackerelCustom } from "../../catalogue/names/mackerel-custom.ts";
import type { MackerelGraph, MackerelHostMetric } from "../../catalogue/names/mackerel-figure.ts";
import { isTold, numberOf, pointsOf, type Reading, sampleOf } from "./figure.ts";
import { interfaceSegment, nameSegment } from "./name-segment.ts";
import type { Settings } from "./settings.ts";
import type { ContainerView, TaskView } from "./task-view.ts";

type Whose = Pick<ContainerView, "points"> & Partial<Pick<ContainerView, "container">>;

const whose = (of: "task" | "container", view: TaskView): readonly Whose[] =>
  of === "task" ? [view] : view.containers;

/** One reading for each interface. */
const perInterface = (
  metric: MackerelHostMetric,
  name: string,
  points: Whose["points"],
  view: TaskView,
  priority: number,
): Reading[] =>
  metric.from.flatMap((source) =>
    pointsOf(source, points, view.points).flatMap((point) => {
      const value = numberOf(point, source);
      const label = point.attributes.interface;
      if (value === undefined || !Number.isFinite(value) || label === undefined) return [];
      const full = name.replace("{interface}", interfaceSegment(label));
      return [{ name: full, atMs: point.atMs, value, minute: metric.minute, priority }];
    }),
  );

const hostReadings = (metric: MackerelHostMetric, view: TaskView, priority: number): readonly Reading[] => {
  const { unlessContainersHave: other } = metric;
  if (other !== undefined && view.containers.some(({ points }) => points.has(other))) return [];
  return whose(metric.of, view).flatMap(({ points, container }): readonly Reading[] => {
    const name = metric.name.replace("{container}", nameSegment(container?.name ?? ""));
    if (!isTold(metric, points, view.points)) return [];
    if (name.includes("{interface}")) return perInterface(metric, name, points, view, priority);
    const sample = sampleOf(metric, points, view.points);
    return sample === undefined ? [] : [{ ...sample, name, minute: metric.minute, priority }];
  });
};

const graphReadings = (graph: MackerelGraph, view: TaskView, priority: number): readonly Reading[] =>
  whose(graph.of, view).flatMap(({ points, container }) => {
    const root = ["custom", graph.name, ...(container === undefined ? [] : [nameSegment(container.name)])].join(".");
    return graph.metrics.flatMap((metric): readonly Reading[] => {
      const sample = metric.onlyShared === true ? undefined : sampleOf(metric, points, view.points);
      return sample === undefined
        ? []
        : [{ ...sample, name: `${root}.${metric.name}`, minute: metric.minute, priority }];
    });
  });

/** What a task's own host is told of the task, under the names that are on. */
export const taskReadings = (view: TaskView, settings: Settings): readonly Reading[] => [
  ...(settings.metrics.includes("container")
    ? mackerelContainer.flatMap((metric, place) =>
        metric.memory === undefined || metric.memory === settings.memory ? hostReadings(metric, view, place) : [],
      )
    : []),
  ...(settings.metrics.includes("custom")
    ? mackerelCustom.flatMap((graph, place) => graphReadings(graph, view, mackerelContainer.length + place))
    : []),
];
