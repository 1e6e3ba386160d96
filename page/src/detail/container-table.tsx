import type { ContainerRow } from "../../../src/web/api/contract.ts";
import { live } from "../live/here.ts";
import { figureOf } from "../live/table.ts";
import { Link } from "../parts/link.tsx";
import { VitalState } from "../vitals/vital-state.tsx";
import { figures, words } from "../words/language.ts";

const ContainerLine = ({ row }: { readonly row: ContainerRow }) => {
  const table = live.table();
  const slot = table?.slots.get(row.key);
  if (table === undefined || slot === undefined) return null;
  live.follow(slot);
  const { inUnit, bytes, share, number } = figures.value;
  const cpu = figureOf(table, "cpu", slot);
  const memory = figureOf(table, "memory", slot);
  const ratio = figureOf(table, "memoryRatio", slot);
  const restarts = figureOf(table, "restarts", slot);
  return (
    <tr>
      <th scope="row">
        <Link to={{ view: "detail", key: row.key }}>{row.name}</Link>
      </th>
      <td>
        <VitalState row={row} />
      </td>
      <td class="number">{inUnit(cpu, "{vcpu}")}</td>
      <td class="number">
        {memory === null ? "–" : bytes(memory)}
        {ratio !== null && <span class="muted"> {share(ratio)}</span>}
      </td>
      <td class="number">{restarts === null ? "–" : number(restarts)}</td>
      <td class="mono cut" title={row.image}>
        {row.imageTag ?? row.image ?? "–"}
      </td>
    </tr>
  );
};

export const ContainerTable = ({ containers }: { readonly containers: readonly ContainerRow[] }) => {
  const said = words.value.detail;
  if (containers.length === 0) return null;
  return (
    <section class="panel">
      <h2>{said.containers}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the arrow keys */}
      <section class="scroll" tabIndex={0} aria-label={said.containers}>
        <table class="plain">
          <thead>
            <tr>
              {[said.facts.container, said.facts.status].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {[said.charts.cpu, said.charts.memory, said.facts.restarts].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
              <th scope="col">{said.facts.imageTag}</th>
            </tr>
          </thead>
          <tbody>
            {containers.map((row) => (
              <ContainerLine key={row.key} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
};
