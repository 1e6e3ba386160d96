import type { ComponentChildren } from "preact";
import { words } from "../words/language.ts";
import { type Column, factsOf } from "./columns.ts";
import { asCards } from "./model.ts";

export const isNumeric = (column: Column): boolean =>
  factsOf(column).figure !== undefined && column !== "cpu" && column !== "memory";

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
