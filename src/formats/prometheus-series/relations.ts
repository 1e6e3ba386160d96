import type { Row } from "../../catalogue/names/dialect.ts";
import { taskKey } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";

/** A value and the time of its newest sample. */
export interface Figure {
  value: number;
  atMs: number;
}

/** Figures that a row takes from other resources than its own, by metric and task. */
export interface Relations {
  /** The greatest value among the task's containers. */
  greatest(metric: string, taskKey: string): Readonly<Figure> | undefined;
  /** The total of the task's own points, in awsvpc mode only. */
  shared(metric: string, taskKey: string): Readonly<Figure> | undefined;
}

type Figures = Map<string, Map<string, Figure>>;

const metricsTaken = (rows: Iterable<Row>, take: "greatest" | "shared"): Figures => {
  const figures: Figures = new Map();
  for (const row of rows) if (row.take === take) figures.set(row.metric, new Map());
  return figures;
};

const join = (
  figures: Figures,
  key: string,
  { points }: Entry,
  combine: (before: Figure, value: number) => number,
): void => {
  for (const { metric, value, atMs } of points) {
    const byTask = figures.get(metric);
    if (byTask === undefined) continue;
    const before = byTask.get(key);
    if (before === undefined) byTask.set(key, { value, atMs });
    else {
      before.value = combine(before, value);
      before.atMs = Math.max(before.atMs, atMs);
    }
  }
};

/** Goes through the snapshot once for the rows that need it, and not at all when none does. */
export const relate = (snapshot: Snapshot, rows: readonly Row[]): Relations => {
  const greatest = metricsTaken(rows, "greatest");
  const shared = metricsTaken(rows, "shared");
  if (greatest.size + shared.size > 0) {
    for (const entry of snapshot.entries) {
      const { resource } = entry;
      if (resource.scope === "container" && resource.task !== undefined) {
        join(greatest, taskKey(resource.task), entry, (before, value) => Math.max(before.value, value));
      } else if (resource.scope === "task" && resource.task.networkMode === "awsvpc") {
        join(shared, resource.key, entry, (before, value) => before.value + value);
      }
    }
  }
  return {
    greatest: (metric, key) => greatest.get(metric)?.get(key),
    shared: (metric, key) => shared.get(metric)?.get(key),
  };
};
