import { go } from "../address.ts";
import { Menu } from "../parts/menu.tsx";
import { words } from "../words/language.ts";
import { allColumns, type Column } from "./columns.ts";
import { chosen, columns } from "./model.ts";

/** Turns a column on (at its usual place, or at the end) or off. */
const turn = (column: Column, on: boolean): void => {
  const before = chosen.peek();
  const usual = before.every(
    (each, at) => at === 0 || allColumns.indexOf(each) > allColumns.indexOf(before[at - 1] ?? each),
  );
  const after = [...before, column];
  if (usual) after.sort((a, b) => allColumns.indexOf(a) - allColumns.indexOf(b));
  go({ columns: on ? after : before.filter((each) => each !== column) });
};

export const ColumnMenu = () => {
  const { home } = words.value;
  return (
    <Menu label={home.chooseColumns}>
      <fieldset class="choices">
        <legend class="unseen">{home.chooseColumns}</legend>
        {allColumns.map((column) => {
          const on = chosen.value.includes(column);
          return (
            <label key={column}>
              <input
                type="checkbox"
                checked={on}
                disabled={on && chosen.value.length === 1}
                onChange={({ currentTarget }) => turn(column, currentTarget.checked)}
              />
              {home.columns[column]}
              {on && !columns.value.includes(column) && <span class="muted"> ({home.noRoom})</span>}
            </label>
          );
        })}
      </fieldset>
      <button type="button" onClick={() => go({ columns: [] })}>
        {home.usualColumns}
      </button>
    </Menu>
  );
};
