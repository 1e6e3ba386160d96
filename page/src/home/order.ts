import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import { figureOf, type LiveTable } from "../live/table.ts";
import type { Mood } from "../parts/mark.tsx";
import { stateOf } from "../vitals/state.ts";
import { ageOf, factsOf, type Sort } from "./columns.ts";

export interface Ranked {
  readonly slot: number;
  readonly row: Row;
  /** What it is sorted by; null when it has none, and then stands last in either direction. */
  readonly value: number | string | null;
}

/** Worst first. */
const moodRank = { bad: 0, warn: 1, busy: 2, ok: 3, off: 4 } satisfies Record<Mood, number>;

const textOf = (by: Sort["by"], row: Row): string | null => {
  switch (by) {
    case "revision":
      return row.revision || null;
    case "task":
      return row.taskId || null;
    case "zone":
      return row.availabilityZone ?? null;
    case "launch":
      return row.launchType ?? null;
    case "tag":
      return row.kind === "container" ? (row.imageTag ?? null) : null;
    case "health":
      return row.kind === "container" ? (row.health ?? null) : null;
    default:
      return row.name;
  }
};

export const rankValueOf = (
  table: LiveTable,
  sort: Sort,
  slot: number,
  row: Row,
  containers: readonly ContainerRow[],
): Ranked["value"] => {
  if (sort.by === "state") return moodRank[stateOf(row, containers).mood];
  if (sort.by === "age") {
    const since = ageOf(row);
    return since === undefined ? null : -since;
  }
  const figure = sort.by === "name" ? undefined : factsOf(sort.by).figure;
  return figure === undefined ? textOf(sort.by, row) : figureOf(table, figure, slot);
};

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** What has no value stands last in either direction. */
const compareValues = (a: Ranked["value"], b: Ranked["value"], descending: boolean): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const difference = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  return descending ? -difference : difference;
};

/** What has ended stands behind what runs when nobody asked for another order. */
const ended = ({ row }: Ranked): number => ((row.stoppedMs ?? row.goneMs) === undefined ? 0 : 1);

/** Not the app's own: ECS's pause container and the like. */
const internal = ({ row }: Ranked): number =>
  row.kind === "container" && row.type !== undefined && row.type !== "NORMAL" ? 1 : 0;

const compareNames = (a: Row, b: Row): number =>
  collator.compare(a.name, b.name) || (a.startedMs ?? 0) - (b.startedMs ?? 0) || (a.key < b.key ? -1 : 1);

export const compareRanked =
  ({ by, descending }: Sort) =>
  (a: Ranked, b: Ranked): number =>
    internal(a) - internal(b) ||
    (by === "name" ? ended(a) - ended(b) : 0) ||
    compareValues(a.value, b.value, descending) ||
    compareNames(a.row, b.row);
