import { address, go } from "../address.ts";
import { words } from "../words/language.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { type Column, factsOf, sortOf } from "./columns.ts";
import { FilterBox } from "./filter-box.tsx";
import { Help } from "./help.tsx";
import { asCards, chosen, containersOf, openness, outline, sort } from "./model.ts";

const Counted = () => {
  const { home } = words.value;
  const { shown, total, lines } = outline.value;
  let containers = 0;
  for (const each of containersOf.value.values()) containers += each.length;
  const loose = lines.find((line) => line.kind === "group" && line.loose);
  const looseCount = loose?.kind === "group" ? loose.slots.length : 0;
  const text =
    address.value.filter === ""
      ? home.counted(home.tasks(total - looseCount), home.containers(containers + looseCount))
      : home.matching(shown, total);
  return (
    <p class="muted counted" role="status">
      {text}
    </p>
  );
};

const Folding = () => {
  const { home } = words.value;
  const { all, except } = openness.value;
  const open = all && except.size === 0;
  return (
    <button type="button" onClick={() => go({ open: [open ? "none" : "all"] })}>
      {open ? home.collapseAll : home.expandAll}
    </button>
  );
};

/** Where there are cards, there is no head to press on. */
const SortChoice = () => {
  const { home } = words.value;
  const { by, descending } = sort.value;
  const choices: readonly (Column | "name")[] = ["name", ...chosen.value];
  const first = (column: Column | "name"): string =>
    column !== "name" && factsOf(column).descending === true ? `-${column}` : column;
  return (
    <span class="sorting">
      <select
        aria-label={home.sortBy}
        value={by}
        onChange={({ currentTarget }) => go({ sort: first(sortOf(currentTarget.value).by) })}
      >
        {choices.map((column) => (
          <option key={column} value={column}>
            {column === "name" ? home.name : home.columns[column]}
          </option>
        ))}
      </select>
      <button
        type="button"
        title={descending ? home.descending : home.ascending}
        aria-label={descending ? home.descending : home.ascending}
        onClick={() => go({ sort: descending ? by : `-${by}` })}
      >
        {descending ? "↓" : "↑"}
      </button>
    </span>
  );
};

export const Toolbar = () => (
  <div class="toolbar">
    <FilterBox />
    <Counted />
    <div class="tools">
      {asCards.value && <SortChoice />}
      <Folding />
      <ColumnMenu />
      <Help />
    </div>
  </div>
);
