import type {
  ColumnId,
  DeltaEvent,
  HappeningNote,
  Pace,
  Row,
  TableEvent,
  Trouble,
} from "../../../src/web/api/contract.ts";

/**
 * The live table as the agent tells it, kept in columns and changed in place: a thousand containers at 1 s would
 * otherwise be ten thousand new objects a second. Only src/live writes to it.
 */
export interface LiveTable {
  readonly agent: string;
  readonly columns: readonly ColumnId[];
  /** By slot; null is a free one. */
  readonly rows: (Row | null)[];
  /** `values[column][slot]` */
  readonly values: (number | null)[][];
  readonly slots: Map<string, number>;
  takenAtMs: number;
  pace: Pace;
  /** The last hour's, oldest first. */
  happenings: readonly HappeningNote[];
  troubles: readonly Trouble[];
}

const hourMs = 3_600_000;

export const tableFrom = (event: TableEvent): LiveTable => ({
  agent: event.agent,
  columns: event.columns,
  rows: event.rows,
  values: event.values,
  slots: new Map(event.rows.flatMap((row, slot) => (row === null ? [] : [[row.key, slot]]))),
  takenAtMs: event.takenAtMs,
  pace: event.pace,
  happenings: event.happenings,
  troubles: event.troubles,
});

const put = (table: LiveTable, slot: number, row: Row): void => {
  const before = table.rows[slot];
  if (before !== null && before !== undefined) table.slots.delete(before.key);
  while (table.rows.length < slot) table.rows.push(null);
  table.rows[slot] = row;
  table.slots.set(row.key, slot);
};

const free = (table: LiveTable, slot: number): void => {
  const row = table.rows[slot];
  if (row === null || row === undefined) return;
  if (table.slots.get(row.key) === slot) table.slots.delete(row.key);
  table.rows[slot] = null;
  for (const column of table.values) column[slot] = null;
};

/** Applies in the contract's order, adds the slots whose row or figures changed, and tells whether rows did. */
export const applyDelta = (table: LiveTable, event: DeltaEvent, changed: Set<number>): boolean => {
  for (const [slot, row] of event.rows ?? []) {
    put(table, slot, row);
    changed.add(slot);
  }
  for (const slot of event.freed ?? []) {
    free(table, slot);
    changed.add(slot);
  }
  for (const [place, slots, values] of event.values ?? []) {
    const column = table.values[place];
    if (column === undefined) continue;
    for (let i = 0; i < slots.length; i += 1) {
      const slot = slots[i];
      if (slot === undefined) continue;
      column[slot] = values[i] ?? null;
      changed.add(slot);
    }
  }
  table.takenAtMs = event.takenAtMs;
  if (event.pace !== undefined) table.pace = event.pace;
  if (event.troubles !== undefined) table.troubles = event.troubles;
  if (event.happenings !== undefined && event.happenings.length > 0) {
    const oldest = event.takenAtMs - hourMs;
    table.happenings = [...table.happenings, ...event.happenings].filter(({ atMs }) => atMs >= oldest);
  }
  return event.rows !== undefined || event.freed !== undefined;
};

/** A row's figure; null when it isn't known, or the agent has no such column. */
export const figureOf = (table: LiveTable, column: ColumnId, slot: number): number | null =>
  table.values[table.columns.indexOf(column)]?.[slot] ?? null;
