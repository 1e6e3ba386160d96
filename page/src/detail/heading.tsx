import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import { live } from "../live/here.ts";
import { figureOf } from "../live/table.ts";
import { Link } from "../parts/link.tsx";
import { second } from "../shell/clock.ts";
import { VitalState } from "../vitals/vital-state.tsx";
import { figures, words } from "../words/language.ts";

interface HeadingProps {
  readonly row: Row;
  readonly parent?: Row | undefined;
  readonly containers?: readonly ContainerRow[];
}

const titleOf = (row: Row): string =>
  row.revision === "" || row.kind === "container" ? row.name : `${row.name}:${row.revision}`;

const Crumbs = ({ row, parent }: HeadingProps) => {
  const said = words.value;
  return (
    <nav class="crumbs" aria-label={said.detail.path}>
      <ol>
        <li>
          <Link to={{ view: "home", key: "" }}>{said.shell.home}</Link>
        </li>
        {row.service !== "" && (
          <li>
            <Link to={{ view: "home", key: "", filter: `service:${row.service}` }}>{row.service}</Link>
          </li>
        )}
        {parent !== undefined && (
          <li>
            <Link to={{ view: "detail", key: parent.key }}>{titleOf(parent)}</Link>
          </li>
        )}
        <li aria-current="page">{titleOf(row)}</li>
      </ol>
    </nav>
  );
};

/** How long it runs, or since when it doesn't. */
const Age = ({ row }: { readonly row: Row }) => {
  second.value;
  const said = words.value.detail;
  const { moment, span } = figures.value;
  const ended = row.stoppedMs ?? row.goneMs;
  if (ended !== undefined) return <span>{said.endedAt(moment(ended))}</span>;
  if (row.startedMs === undefined) return null;
  return <span title={moment(row.startedMs)}>{said.runsFor(span(live.nowMs() - row.startedMs))}</span>;
};

const ofLimit = (row: Row): string[] => {
  const table = live.table();
  const slot = table?.slots.get(row.key);
  if (table === undefined || slot === undefined) return [];
  live.follow(slot);
  const said = words.value.detail;
  const { inUnit, share, bytes } = figures.value;
  const cpu = figureOf(table, "cpuRatio", slot);
  const cpuLimit = figureOf(table, "cpuLimit", slot);
  const memory = figureOf(table, "memoryRatio", slot);
  const memoryLimit = figureOf(table, "memoryLimit", slot);
  return [
    ...(cpu === null ? [] : [said.cpuNow(share(cpu), cpuLimit === null ? "" : inUnit(cpuLimit, "{vcpu}"))]),
    ...(memory === null ? [] : [said.memoryNow(share(memory), memoryLimit === null ? "" : bytes(memoryLimit))]),
  ];
};

export const Heading = (props: HeadingProps) => {
  const { row, containers } = props;
  return (
    <header class="heading">
      <Crumbs {...props} />
      <h1>
        {titleOf(row)} <VitalState row={row} {...(containers && { containers })} />
      </h1>
      <p class="facts-line">
        <Age row={row} />
        {ofLimit(row).map((text) => (
          <span key={text.slice(0, 3)}>{text}</span>
        ))}
      </p>
    </header>
  );
};
