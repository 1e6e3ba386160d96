import { live } from "../live/here.ts";
import { Link } from "../parts/link.tsx";
import { containersByTask } from "../vitals/relatives.ts";
import { VitalState } from "../vitals/vital-state.tsx";

export const Home = () => {
  live.shape.value;
  const table = live.table();
  const containers = containersByTask(table);
  return (
    <ul>
      {table?.rows.map(
        (row) =>
          row !== null && (
            <li key={row.key}>
              <Link to={{ view: "detail", key: row.key }}>{row.name}</Link>{" "}
              <VitalState row={row} containers={containers.get(row.key) ?? []} />
            </li>
          ),
      )}
    </ul>
  );
};
