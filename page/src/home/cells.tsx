import type { ComponentChildren } from "preact";
import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import { unknown } from "../figures/figures.ts";
import { live } from "../live/here.ts";
import { minute, second } from "../shell/clock.ts";
import { VitalState } from "../vitals/vital-state.tsx";
import { figures, words } from "../words/language.ts";
import { CellBox } from "./cell-box.tsx";
import type { Column } from "./columns.ts";
import { Gauge } from "./gauge.tsx";

interface CellProps {
  readonly column: Column;
  readonly row: Row;
  /** Of a task, in the column that shows its state. */
  readonly containers: readonly ContainerRow[] | undefined;
  /** Of the column's figure; limit and ratio only where it has them. */
  readonly used: number | null;
  readonly limit: number | null;
  readonly ratio: number | null;
}

const Quiet = ({ children }: { readonly children: ComponentChildren }) => <span class="muted">{children}</span>;
const Unknown = () => <Quiet>{unknown}</Quiet>;

const Text = ({ text }: { readonly text: string | undefined }) =>
  text === undefined || text === "" ? (
    <Unknown />
  ) : (
    <span class="cut" title={text}>
      {text}
    </span>
  );

/** A figure of which 0 is nothing to look at. */
const Amount = ({ value, format }: { readonly value: number | null; format(value: number): string }) => {
  if (value === null) return <Unknown />;
  return value === 0 ? <Quiet>0</Quiet> : <span>{format(value)}</span>;
};

const Count = ({ value, alarming }: { readonly value: number | null; readonly alarming: boolean }) =>
  alarming && value !== null && value > 0 ? (
    <b class="alarming">{figures.value.number(value)}</b>
  ) : (
    <Amount value={value} format={figures.value.number} />
  );

/** How long it has been running, or how long ago it ended. Seconds count only at first. */
const Age = ({ row }: { readonly row: Row }) => {
  minute.value;
  const { ago, moment, span } = figures.value;
  const endedMs = row.stoppedMs ?? row.goneMs;
  const sinceMs = endedMs ?? row.startedMs;
  if (sinceMs === undefined) return <Unknown />;
  // While nothing comes, nobody knows whether it still runs: the age stands with the other figures.
  const frozenMs = live.connection.value.state === "live" ? undefined : live.table()?.takenAtMs;
  const lastedMs = (frozenMs ?? live.nowMs()) - sinceMs;
  if (lastedMs < 120_000) second.value;
  return <time title={moment(sinceMs)}>{endedMs === undefined ? span(lastedMs) : ago(lastedMs)}</time>;
};

const Health = ({ health }: { readonly health: string | undefined }) => {
  if (health === undefined) return <Unknown />;
  const known: Readonly<Record<string, string>> = words.value.health;
  const word = known[health] ?? health;
  return health === "UNHEALTHY" ? <b class="alarming">{word}</b> : <span class="cut">{word}</span>;
};

const ofContainer = (row: Row, part: "imageTag" | "health"): string | undefined =>
  row.kind === "container" ? row[part] : undefined;

export const hasEnded = ({ stoppedMs, goneMs }: Row): boolean => (stoppedMs ?? goneMs) !== undefined;

/** What stands in a column for a task or container. */
const Content = ({ column, row, containers, used, limit, ratio }: CellProps) => {
  const { bytes, bytesOf, bytesPerSecond, number, vcpus } = figures.value;
  switch (column) {
    case "state":
      return <VitalState row={row} containers={containers} />;
    case "cpu":
      return (
        <Gauge
          used={used}
          limit={limit}
          ratio={ratio}
          format={vcpus}
          pair={(amount, most) => `${vcpus(amount)} / ${number(most)}`}
          unit=" vCPU"
        />
      );
    case "memory":
      return <Gauge used={used} limit={limit} ratio={ratio} format={bytes} pair={bytesOf} />;
    case "in":
    case "out":
    case "read":
    case "write":
      return <Amount value={used} format={bytesPerSecond} />;
    case "restarts":
    case "oom":
      return <Count value={used} alarming />;
    case "pids":
      return <Count value={used} alarming={false} />;
    case "age":
      return <Age row={row} />;
    case "tag":
      return <Text text={ofContainer(row, "imageTag")} />;
    case "health":
      // What a check said before the end says nothing now.
      return <Health health={hasEnded(row) ? undefined : ofContainer(row, "health")} />;
    case "revision":
      return <Text text={row.revision} />;
    case "task":
      return <Text text={row.taskId.slice(0, 8)} />;
    case "zone":
      return <Text text={row.availabilityZone} />;
    case "launch":
      return <Text text={row.launchType} />;
  }
};

/** The cell of a column. As it reads signals and its props are plain, it renders anew only when one of them changes. */
export const Cell = (props: CellProps) => {
  figures.value;
  return <CellBox column={props.column}>{Content(props)}</CellBox>;
};
