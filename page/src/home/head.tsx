import { go } from "../address.ts";
import { words } from "../words/language.ts";
import { isNumeric } from "./cell-box.tsx";
import { type Column, factsOf, nextSort, type Sort } from "./columns.ts";
import { sort } from "./model.ts";

const directionOf = ({ by, descending }: Sort, column: Column | "name"): "ascending" | "descending" | "none" => {
  if (by !== column) return "none";
  return descending ? "descending" : "ascending";
};

const HeadCell = ({ column }: { readonly column: Column | "name" }) => {
  const { home } = words.value;
  const direction = directionOf(sort.value, column);
  return (
    <th scope="col" class={column !== "name" && isNumeric(column) ? "number" : undefined} aria-sort={direction}>
      <button type="button" class="bare" onClick={() => go({ sort: nextSort(sort.value, column) })}>
        <span class="cut">{column === "name" ? home.name : home.columns[column]}</span>
        {direction !== "none" && (
          <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
            <path d={direction === "descending" ? "M0 2h8L4 7z" : "M0 6h8L4 1z"} />
          </svg>
        )}
      </button>
    </th>
  );
};

export const Head = ({ columns }: { readonly columns: readonly Column[] }) => (
  <>
    <colgroup>
      <col />
      {columns.map((column) => (
        <col key={column} style={{ width: `${factsOf(column).width}px` }} />
      ))}
    </colgroup>
    <thead>
      <tr aria-rowindex={1}>
        <HeadCell column="name" />
        {columns.map((column) => (
          <HeadCell key={column} column={column} />
        ))}
      </tr>
    </thead>
  </>
);
