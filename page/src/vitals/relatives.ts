import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import type { LiveTable } from "../live/table.ts";

/** The row of this key, or undefined when there is none (any more). */
export const rowOf = (table: LiveTable | undefined, key: string): Row | undefined => {
  const slot = table?.slots.get(key);
  return slot === undefined ? undefined : (table?.rows[slot] ?? undefined);
};

/** Containers of every task, by the task's key. */
export const containersByTask = (table: LiveTable | undefined): ReadonlyMap<string, readonly ContainerRow[]> =>
  Map.groupBy(
    (table?.rows ?? []).filter((row): row is ContainerRow => row?.kind === "container" && row.parent !== undefined),
    ({ parent }) => parent ?? "",
  );
