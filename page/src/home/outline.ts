import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import { figureOf, type LiveTable } from "../live/table.ts";
import { stateOf } from "../vitals/state.ts";
import type { Sort } from "./columns.ts";
import { judge, type Verdict } from "./filter/match.ts";
import type { Term } from "./filter/parse.ts";
import { isOpen, type Openness } from "./openness.ts";
import { compareRanked, type Ranked, rankValueOf } from "./order.ts";

/** One line of the table, in the order they are shown. */
export type Line =
  | {
      readonly kind: "group";
      readonly id: string;
      /** Empty for tasks of no service. */
      readonly service: string;
      readonly cluster: string;
      /** Containers that ECS did not start. */
      readonly loose: boolean;
      readonly slots: readonly number[];
    }
  | {
      readonly kind: "task";
      readonly id: string;
      readonly slot: number;
      readonly open: boolean;
      readonly containers: number;
    }
  | { readonly kind: "container"; readonly id: string; readonly slot: number; readonly level: 2 | 3 };

export interface Outline {
  readonly lines: readonly Line[];
  /** Of tasks and loose containers: shown, and all there are. */
  readonly shown: number;
  readonly total: number;
}

export interface OutlineQuestion {
  readonly table: LiveTable;
  readonly containersOf: ReadonlyMap<string, readonly ContainerRow[]>;
  readonly terms: readonly Term[];
  readonly sort: Sort;
  readonly openness: Openness;
  readonly nowMs: number;
}

interface Top {
  readonly ranked: Ranked;
  readonly containers: readonly Ranked[];
  /** Shown only for the sake of its containers. */
  readonly forced: boolean;
}

const looseGroup = "loose";

const groupOf = ({ row }: Ranked): string =>
  row.kind === "container" ? looseGroup : `service ${row.cluster} ${row.service}`;

const stateWordsOf = (row: Row, containers: readonly ContainerRow[]): readonly string[] => {
  const { name } = stateOf(row, containers);
  return name === "outOfMemory" ? ["failed", "oom", "out of memory"] : [name];
};

/** The table's lines: groups in the order of their first task, tasks in theirs, containers in theirs. */
export const outlineOf = ({ table, containersOf, terms, sort, openness, nowMs }: OutlineQuestion): Outline => {
  const byOrder = compareRanked(sort);
  const rank = (row: Row): Ranked => {
    const slot = table.slots.get(row.key) ?? -1;
    return { slot, row, value: rankValueOf(table, sort, slot, row, containersOf.get(row.key) ?? []) };
  };
  const verdictOn = (row: Row): Verdict => {
    if (terms.length === 0) return "match";
    const slot = table.slots.get(row.key) ?? -1;
    const stateWords = stateWordsOf(row, containersOf.get(row.key) ?? []);
    return judge(terms, { row, stateWords, nowMs, figure: (column) => figureOf(table, column, slot) });
  };

  const topOf = (row: Row): Top | undefined => {
    const verdict = verdictOn(row);
    if (verdict === "excluded") return undefined;
    const judged = (containersOf.get(row.key) ?? []).map((each) => ({ each, verdict: verdictOn(each) }));
    const wanted = judged.filter(
      (each) => each.verdict === "match" || (verdict === "match" && each.verdict === "miss"),
    );
    if (verdict !== "match" && wanted.length === 0) return undefined;
    const containers = wanted.map(({ each }) => rank(each)).sort(byOrder);
    return { ranked: rank(row), containers, forced: verdict !== "match" };
  };

  const present = table.rows.filter((row): row is Row => row !== null);
  const heads = present.filter(
    (row) => row.kind === "task" || row.parent === undefined || !table.slots.has(row.parent),
  );
  const tops = heads.map(topOf).filter((top): top is Top => top !== undefined);
  tops.sort((a, b) => byOrder(a.ranked, b.ranked));

  const groups = Map.groupBy(tops, ({ ranked }) => groupOf(ranked));
  const ids = [...groups.keys()];
  if (sort.by === "name") ids.sort((a, b) => (sort.descending ? -1 : 1) * (a < b ? -1 : 1));
  // Containers that ECS did not start, and tasks of no service, stand behind the services.
  const isLast = (id: string): number => (id === looseGroup ? 2 : Number(id.endsWith(" ")));
  if (sort.by === "name") ids.sort((a, b) => isLast(a) - isLast(b));

  const lines: Line[] = [];
  for (const id of ids) {
    const members = groups.get(id) ?? [];
    const { service = "", cluster = "" } = members[0]?.ranked.row ?? {};
    lines.push({
      kind: "group",
      id,
      service,
      cluster,
      loose: id === looseGroup,
      slots: members.map(({ ranked }) => ranked.slot),
    });
    for (const { ranked, containers, forced } of members) {
      const { slot, row } = ranked;
      if (row.kind === "container") {
        lines.push({ kind: "container", id: row.key, slot, level: 2 });
        continue;
      }
      const open = containers.length > 0 && (forced || isOpen(openness, row.key));
      lines.push({ kind: "task", id: row.key, slot, open, containers: containers.length });
      if (!open) continue;
      for (const each of containers) lines.push({ kind: "container", id: each.row.key, slot: each.slot, level: 3 });
    }
  }
  return { lines, shown: tops.length, total: heads.length };
};
