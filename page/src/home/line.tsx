import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ColumnId, Row } from "../../../src/web/api/contract.ts";
import { address } from "../address.ts";
import { live } from "../live/here.ts";
import { figureOf } from "../live/table.ts";
import { Link } from "../parts/link.tsx";
import { Cell, hasEnded } from "./cells.tsx";
import { type Column, factsOf } from "./columns.ts";
import { active, containersOf, toggle } from "./model.ts";

/** Place of a line among all, also of those that are not in the document. */
export interface LineProps {
  readonly id: string;
  readonly place: number;
  readonly columns: readonly Column[];
  readonly inSight: boolean;
}

/** Renders the line anew only when the keyboard comes or goes. */
export const useIsActive = (id: string): boolean => useMemo(() => computed(() => active.value === id), [id]).value;

const Twisty = ({ id, open }: { readonly id: string; readonly open: boolean }) => (
  <button
    type="button"
    class="twisty"
    tabIndex={-1}
    aria-hidden="true"
    onClick={(event) => {
      event.stopPropagation();
      toggle(id);
    }}
  >
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <path d={open ? "M0 2.5h10L5 8.5z" : "M2.5 0v10l6-5z"} />
    </svg>
  </button>
);

interface NameProps {
  readonly id: string;
  readonly row: Row;
  readonly level: 2 | 3;
  /** Undefined where there is nothing to open. */
  readonly open: boolean | undefined;
}

const Name = ({ id, row, level, open }: NameProps) => {
  // The link holds all of the address. What reads a signal renders anew only when that or a prop changes.
  address.value;
  return (
    <th scope="row" class="name" data-level={level}>
      <span class="named">
        {open === undefined ? <span class="twisty" /> : <Twisty id={id} open={open} />}
        <Link to={{ view: "detail", key: id }} class="cut" tabIndex={-1}>
          {row.name}
        </Link>
        {row.kind === "task" && (
          <span class="muted mono id" title={row.taskId}>
            {row.revision !== "" && `:${row.revision} `}
            {row.taskId.slice(0, 8)}
          </span>
        )}
      </span>
    </th>
  );
};

interface VitalLineProps extends LineProps, Omit<NameProps, "row"> {
  readonly slot: number;
}

/** Row of a task or container. Renders anew when its own row or figures change, not when others' do. */
export const VitalLine = ({ id, place, columns, inSight, slot, level, open }: VitalLineProps) => {
  live.follow(slot, inSight);
  const here = useIsActive(id);
  const table = live.table();
  const row = table?.rows[slot];
  if (table === undefined || row === null || row === undefined) return null;
  const figure = (column: ColumnId | undefined): number | null =>
    column === undefined ? null : figureOf(table, column, slot);
  return (
    <tr
      class={row.kind}
      data-line={id}
      data-ended={hasEnded(row) ? "" : undefined}
      tabIndex={here ? 0 : -1}
      aria-level={level}
      aria-rowindex={place + 2}
      aria-expanded={open}
    >
      <Name id={id} row={row} level={level} open={open} />
      {columns.map((column) => (
        <Cell
          key={column}
          column={column}
          row={row}
          containers={column === "state" ? containersOf.value.get(id) : undefined}
          used={figure(factsOf(column).used)}
          limit={figure(factsOf(column).limit)}
          ratio={figure(factsOf(column).ratio)}
        />
      ))}
    </tr>
  );
};
