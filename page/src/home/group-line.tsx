import type { ColumnId } from "../../../src/web/api/contract.ts";
import { live } from "../live/here.ts";
import { figureOf } from "../live/table.ts";
import { State } from "../parts/mark.tsx";
import { stateOf } from "../vitals/state.ts";
import { figures, words } from "../words/language.ts";
import { CellBox } from "./cell-box.tsx";
import type { Column } from "./columns.ts";
import { type LineProps, useIsActive } from "./line.tsx";
import { containersOf } from "./model.ts";

interface GroupLineProps extends LineProps {
  readonly service: string;
  readonly cluster: string;
  readonly loose: boolean;
  readonly slots: readonly number[];
}

/** Figures that add up over the tasks of a service. */
const summed: Partial<Record<Column, ColumnId>> = {
  cpu: "cpu",
  memory: "memory",
  in: "receive",
  out: "transmit",
  read: "diskRead",
  write: "diskWrite",
  restarts: "restarts",
  oom: "oomEvents",
  pids: "pids",
};

/** Sum of what is known; null when nothing is. */
const sumOf = (column: ColumnId, slots: readonly number[]): number | null => {
  const table = live.table();
  if (table === undefined) return null;
  const known = slots.map((slot) => figureOf(table, column, slot)).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
};

const Total = ({ column, slots }: { readonly column: Column; readonly slots: readonly number[] }) => {
  const id = summed[column];
  const sum = id === undefined ? null : sumOf(id, slots);
  if (sum === null || slots.length < 2) return null;
  if (sum === 0) return <span>0</span>;
  const { bytes, bytesPerSecond, number, vcpus } = figures.value;
  if (column === "cpu") return <span>{vcpus(sum)} vCPU</span>;
  if (column === "memory") return <span>{bytes(sum)}</span>;
  return (
    <span>{column === "restarts" || column === "oom" || column === "pids" ? number(sum) : bytesPerSecond(sum)}</span>
  );
};

/** How many there are, and how many of them are in trouble. */
const Count = ({ slots, loose }: { readonly slots: readonly number[]; readonly loose: boolean }) => {
  const { home } = words.value;
  const rows = slots.flatMap((slot) => live.table()?.rows[slot] ?? []);
  const moods = rows.map((row) => stateOf(row, containersOf.value.get(row.key) ?? []).mood);
  const troubled = moods.filter((mood) => mood === "warn" || mood === "bad").length;
  return (
    <>
      <span class="muted">{loose ? home.containers(slots.length) : home.tasks(slots.length)}</span>
      {troubled > 0 && <State mood={moods.includes("bad") ? "bad" : "warn"} word={home.inTrouble(troubled)} />}
    </>
  );
};

/** Head of a service, with what its tasks come to together. */
export const GroupLine = ({ id, place, columns, inSight, service, cluster, loose, slots }: GroupLineProps) => {
  const here = useIsActive(id);
  if (inSight) live.beat.value;
  else live.follow(place, false);
  live.shape.value;
  const { home } = words.value;
  const name = service === "" ? home.noService : service;
  return (
    <tr class="group" data-line={id} tabIndex={here ? 0 : -1} aria-level={1} aria-rowindex={place + 2} aria-expanded>
      <th scope="row" class="name">
        <span class="named">
          <span class="cut" title={cluster}>
            {loose ? home.loose : name}
          </span>
          <Count slots={slots} loose={loose} />
        </span>
      </th>
      {columns.map((column) => (
        <CellBox key={column} column={column}>
          <Total column={column} slots={slots} />
        </CellBox>
      ))}
    </tr>
  );
};
