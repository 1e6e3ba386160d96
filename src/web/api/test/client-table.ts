import type { DeltaEvent, Row, TableEvent } from "../contract.ts";

/** What a page keeps: the table, with deltas applied in the order that the contract says. */
export const openClientTable = (first: TableEvent) => {
  const rows: (Row | null)[] = first.rows.slice();
  const values = first.values.map((column) => column.slice());
  let { takenAtMs, pace, troubles } = first;
  const clear = (slot: number): void => {
    for (const column of values) column[slot] = null;
  };
  const take = (slot: number, row: Row): void => {
    if (rows[slot] === undefined || rows[slot] === null) clear(slot);
    rows[slot] = row;
  };
  const free = (slot: number): void => {
    rows[slot] = null;
    clear(slot);
  };
  const set = (column: (number | null)[], slots: readonly number[], figures: readonly (number | null)[]): void => {
    for (const [place, slot] of slots.entries()) column[slot] = figures[place] ?? null;
  };
  return {
    apply: (delta: DeltaEvent): void => {
      for (const [slot, row] of delta.rows ?? []) take(slot, row);
      for (const slot of delta.freed ?? []) free(slot);
      for (const [column, slots, figures] of delta.values ?? []) set(values[column] ?? [], slots, figures);
      takenAtMs = delta.takenAtMs;
      pace = delta.pace ?? pace;
      troubles = delta.troubles ?? troubles;
    },
    state: () => ({ rows, values, takenAtMs, pace, troubles }),
  };
};
