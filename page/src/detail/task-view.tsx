import type { ContainerRow, TaskRow } from "../../../src/web/api/contract.ts";
import { Apps } from "../apps/apps.tsx";
import { live } from "../live/here.ts";
import { figures, words } from "../words/language.ts";
import { Charts } from "./charts.tsx";
import { ContainerTable } from "./container-table.tsx";
import { Events } from "./events.tsx";
import { Facts } from "./facts.tsx";
import { happeningsOf } from "./happenings.ts";
import { Heading } from "./heading.tsx";
import { taskIdentity } from "./identity.ts";
import { Labels } from "./labels.tsx";
import { Raw } from "./raw.tsx";
import { useStep } from "./use-step.ts";
import { useTracks } from "./use-tracks.ts";

interface TaskViewProps {
  readonly row: TaskRow;
  readonly containers: readonly ContainerRow[];
}

/** A connection may watch 64 keys; nobody tells more lines than these apart. */
const watchedAtMost = 24;

/** The pause container of awsvpc mode holds the network and does nothing else. */
const isOfUser = ({ type }: ContainerRow): boolean => type === undefined || type === "NORMAL";

export const TaskView = ({ row, containers }: TaskViewProps) => {
  const said = words.value.detail;
  const drawn = containers.filter(isOfUser).slice(0, watchedAtMost);
  const tracks = useTracks([row.key, ...drawn.map(({ key }) => key)]);
  const keys = new Set([row.key, ...containers.map(({ key }) => key)]);
  const happenings = happeningsOf(keys, tracks.happenings.value, live.happenings.value);
  const step = useStep(happenings);
  return (
    <article class="detail">
      <Heading row={row} containers={containers} />
      <div class="detail-main">
        <Charts row={row} containers={drawn} tracks={tracks} step={step} />
        <ContainerTable containers={containers} />
        <Apps of={row.key} step={step} />
        <Raw row={row} containers={containers} />
      </div>
      <div class="detail-aside">
        <Events happenings={happenings} />
        <Facts title={said.identity} facts={taskIdentity(row, said.facts, figures.value)} />
        <Labels row={row} />
      </div>
    </article>
  );
};
