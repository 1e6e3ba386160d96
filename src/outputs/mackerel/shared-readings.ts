import { mackerelCustom } from "../../catalogue/names/mackerel-custom.ts";
import type { MackerelGraph, MackerelGraphMetric } from "../../catalogue/names/mackerel-figure.ts";
import { type Reading, type Sample, sampleOf } from "./figure.ts";
import { nameSegment } from "./name-segment.ts";
import type { ContainerView, TaskView } from "./task-view.ts";

/** All that share a name: the tasks of a family, or their containers of one name. */
interface Group {
  readonly root: string;
  readonly members: { readonly view: TaskView; readonly points: ContainerView["points"]; readonly running: boolean }[];
}

/** Families, not tasks, are in the names: they stay few while tasks come and go. */
const groupsOf = (graph: MackerelGraph, views: readonly TaskView[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  const join = (root: string, member: Group["members"][number]): void => {
    const group = groups.get(root) ?? { root, members: [] };
    group.members.push(member);
    groups.set(root, group);
  };
  for (const view of views) {
    const root = `${graph.name}.${nameSegment(view.task.family)}`;
    if (graph.of === "task") join(root, { view, points: view.points, running: view.alive });
    else
      for (const { container, points, running } of view.containers)
        join(`${root}.${nameSegment(container.name)}`, { view, points, running });
  }
  return [...groups.values()];
};

/** Undefined while a running member has none, though others have: the figure of all would be too small. */
const together = (metric: MackerelGraphMetric, { members }: Group): Sample | undefined => {
  let sum: { atMs: number; value: number } | undefined;
  for (const { view, points, running } of members) {
    const sample = sampleOf(metric, points, view.points);
    if (sample === undefined) {
      if (running) return undefined;
      continue;
    }
    const before = sum ?? { atMs: 0, value: 0 };
    const value = metric.together === "sum" ? before.value + sample.value : Math.max(before.value, sample.value);
    sum = { atMs: Math.max(before.atMs, sample.atMs), value };
  }
  return sum;
};

/**
 * What a host or service that many tasks share is told of them: figures by family and container, of all its tasks here
 * together. The names still lack their first part.
 */
export const sharedReadings = (views: readonly TaskView[]): readonly Reading[] =>
  mackerelCustom.flatMap((graph, priority) =>
    groupsOf(graph, views).flatMap((group) =>
      graph.metrics.flatMap((metric): readonly Reading[] => {
        const sample = together(metric, group);
        if (sample === undefined) return [];
        return [{ ...sample, name: `${group.root}.${metric.name}`, minute: metric.minute, priority }];
      }),
    ),
  );
