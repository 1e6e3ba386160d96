import type { Sight } from "../../ports/live-feed.ts";
import { columnIds, type DeltaEvent, type HappeningNote, type Row, type TableEvent, type Trouble } from "./contract.ts";
import { type Line, linesOf } from "./lines.ts";
import { noteOf } from "./notes.ts";
import { same } from "./same.ts";

/** The table that all readers see, slot by slot. */
export interface LiveTable {
  /** Everything, as of the last update. */
  whole(): TableEvent;
  /** Takes what is seen now, and tells what changed. */
  update(sight: Sight): DeltaEvent;
}

export interface LiveTableOptions {
  /** Of this run of the agent. */
  readonly agent: string;
  troubles(): readonly Trouble[];
}

type Changes = [column: number, slots: number[], values: (number | null)[]];

export const openLiveTable = (first: Sight, { agent, troubles }: LiveTableOptions): LiveTable => {
  const slots = new Map<string, number>();
  const rows: (Row | null)[] = [];
  const values: (number | null)[][] = columnIds.map(() => []);
  let free: number[] = [];
  let sight = first;
  let present: readonly Trouble[] = [];

  const slotOf = (key: string): number => {
    const known = slots.get(key);
    if (known !== undefined) return known;
    const slot = free.pop() ?? rows.length;
    slots.set(key, slot);
    rows[slot] = null;
    for (const column of values) column[slot] = null;
    return slot;
  };

  const changedRow = ({ row }: Line, slot: number): boolean => {
    if (same(rows[slot], row)) return false;
    rows[slot] = row;
    return true;
  };

  /** Slots that are free from now on. They are given anew only in later deltas, whose order says what is meant. */
  const release = (lines: readonly Line[]): number[] => {
    const kept = new Set(lines.map(({ row }) => row.key));
    const freed: number[] = [];
    for (const [key, slot] of slots) {
      if (kept.has(key)) continue;
      slots.delete(key);
      rows[slot] = null;
      for (const column of values) column[slot] = null;
      freed.push(slot);
    }
    return freed;
  };

  const note = (line: Line, slot: number, changes: Changes[]): void => {
    for (const [place, figure] of line.figures.entries()) {
      const column = values[place];
      if (column === undefined || column[slot] === figure) continue;
      column[slot] = figure;
      changes[place]?.[1].push(slot);
      changes[place]?.[2].push(figure);
    }
  };

  const update = (now: Sight): DeltaEvent => {
    const lines = linesOf(now);
    const changes = columnIds.map((_, place): Changes => [place, [], []]);
    const changed: [number, Row][] = [];
    for (const line of lines) {
      const slot = slotOf(line.row.key);
      if (changedRow(line, slot)) changed.push([slot, line.row]);
      note(line, slot, changes);
    }
    const freed = release(lines);
    free = [...free, ...freed];
    const moved = changes.filter(([, places]) => places.length > 0);
    const fresh: HappeningNote[] = now.fresh.map(noteOf);
    const troubled = [...troubles()];
    const paced = same(now.pace, sight.pace) ? undefined : { ...now.pace };
    const delta: DeltaEvent = {
      takenAtMs: now.snapshot.takenAtMs,
      ...(paced === undefined ? {} : { pace: paced }),
      ...(changed.length === 0 ? {} : { rows: changed }),
      ...(freed.length === 0 ? {} : { freed }),
      ...(moved.length === 0 ? {} : { values: moved }),
      ...(fresh.length === 0 ? {} : { happenings: fresh }),
      ...(same(troubled, present) ? {} : { troubles: troubled }),
    };
    present = troubled;
    sight = now;
    return delta;
  };

  update(first);
  return {
    whole: () => ({
      agent,
      takenAtMs: sight.snapshot.takenAtMs,
      pace: { ...sight.pace },
      columns: [...columnIds],
      rows: rows.slice(),
      values: values.map((column) => column.slice()),
      happenings: sight.happenings.map(noteOf),
      troubles: [...present],
    }),
    update,
  };
};
