import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { live } from "../live/here.ts";
import { figureOf } from "../live/table.ts";
import { Link } from "../parts/link.tsx";
import { words } from "../words/language.ts";
import { Cell, type CellProps, hasEnded } from "./cells.tsx";
import { type Column, factsOf } from "./columns.ts";
import { active, asCards, containersOf, toggle } from "./model.ts";

/** Place of a line among all, also of those that are not in the document. */
export interface LineProps {
  readonly id: string;
  readonly place: number;
  readonly columns: readonly Column[];
  readonly inSight: boolean;
}

export const isNumeric = (column: Column): boolean =>
  factsOf(column).figure !== undefined && column !== "cpu" && column !== "memory";

/** Renders the line anew only when the keyboard comes or goes. */
export const useIsActive = (id: string): boolean => useComputed(() => active.value === id).value;

interface CellBoxProps {
  readonly column: Column;
  readonly children: ComponentChildren;
}

export const CellBox = ({ column, children }: CellBoxProps) => (
  <td class={isNumeric(column) ? `c-${column} number` : `c-${column}`}>
    {asCards.value && column !== "state" && <span class="label">{words.value.home.columns[column]}</span>}
    {children}
  </td>
);

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

interface VitalLineProps extends LineProps {
  readonly slot: number;
  readonly level: 2 | 3;
  /** Undefined where there is nothing to open. */
  readonly open: boolean | undefined;
}

/** Row of a task or container. Renders anew when its own row or figures change, not when others' do. */
export const VitalLine = ({ id, place, columns, inSight, slot, level, open }: VitalLineProps) => {
  live.follow(slot, inSight);
  const here = useIsActive(id);
  const table = live.table();
  const row = table?.rows[slot];
  if (table === undefined || row === null || row === undefined) return null;
  const containers = containersOf.value.get(id) ?? [];
  const figure: CellProps["figure"] = (column) => figureOf(table, column, slot);
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
      {columns.map((column) => (
        <CellBox key={column} column={column}>
          <Cell column={column} row={row} containers={containers} figure={figure} />
        </CellBox>
      ))}
    </tr>
  );
};
