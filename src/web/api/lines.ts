import type { Point } from "../../model/point.ts";
import { taskKey } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { Former, Sight } from "../../ports/live-feed.ts";
import { type Figures, figuresOf, noFigures } from "./columns.ts";
import type { ContainerRow, Row } from "./contract.ts";
import { rowOf } from "./rows.ts";

/** A task or container: what the table says of it. */
export interface Line {
  readonly row: Row;
  readonly figures: Figures;
}

interface ContainerLine extends Line {
  readonly row: ContainerRow;
  readonly runs: boolean;
}

const runs = ({ status }: Row): boolean => status === "RUNNING";

const parentKey = ({ resource }: Entry): string | undefined =>
  resource.scope === "container" && resource.task !== undefined ? taskKey(resource.task) : undefined;

const grouped = <T>(all: readonly T[], keyOf: (one: T) => string | undefined): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
};

const noPoints: readonly Point[] = [];

const presentLines = (entries: readonly Entry[]): readonly Line[] => {
  const taskPoints = new Map(
    entries.flatMap(({ resource, points }) => (resource.scope === "task" ? [[resource.key, points]] : [])),
  );
  const containers = entries.flatMap((entry): ContainerLine[] => {
    const row = rowOf(entry, []);
    if (row?.kind !== "container") return [];
    const { points } = entry;
    const ofTask = taskPoints.get(parentKey(entry) ?? "") ?? noPoints;
    const figures = figuresOf({ scope: "container", points, runs: runs(row), taskPoints: ofTask, containers: [] });
    return [{ row, figures, runs: runs(row) }];
  });
  const byTask = grouped(containers, ({ row }) => row.parent);
  const tasks = entries.flatMap((entry): Line[] => {
    if (entry.resource.scope !== "task") return [];
    const own = byTask.get(entry.resource.key) ?? [];
    const row = rowOf(
      entry,
      own.map((line) => line.row),
    );
    if (row === undefined) return [];
    const { points } = entry;
    return [
      { row, figures: figuresOf({ scope: "task", points, runs: runs(row), taskPoints: noPoints, containers: own }) },
    ];
  });
  return [...tasks, ...containers];
};

const formerLines = (former: readonly Former[]): readonly Line[] => {
  const containers = grouped(former, ({ entry }) => parentKey(entry));
  return former.flatMap(({ entry, goneMs }): Line[] => {
    const own = (containers.get(entry.resource.key) ?? []).flatMap((one) => {
      const row = rowOf(one.entry, []);
      return row?.kind === "container" ? [row] : [];
    });
    const row = rowOf(entry, own);
    return row === undefined ? [] : [{ row: { ...row, goneMs }, figures: noFigures }];
  });
};

/** Every task and container there is, and then those that were within the hour. */
export const linesOf = ({ snapshot, former }: Sight): readonly Line[] => [
  ...presentLines(snapshot.entries),
  ...formerLines(former),
];
