import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import { Apps } from "../apps/apps.tsx";
import { live } from "../live/here.ts";
import { exitText } from "../vitals/state.ts";
import { figures, words } from "../words/language.ts";
import { Charts } from "./charts.tsx";
import { Events } from "./events.tsx";
import { Facts } from "./facts.tsx";
import { happeningsOf } from "./happenings.ts";
import { Heading } from "./heading.tsx";
import { containerIdentity, portTexts } from "./identity.ts";
import { Labels } from "./labels.tsx";
import { Raw } from "./raw.tsx";
import { useStep } from "./use-step.ts";
import { useTracks } from "./use-tracks.ts";

/** How it ended, first of all that is told of it. */
const Ending = ({ row }: { readonly row: ContainerRow }) => {
  const said = words.value.detail;
  const { exitCode, oomKilled, stoppedMs } = row;
  if (exitCode === undefined && oomKilled !== true) return null;
  return (
    <div class="panel ending" data-bad={oomKilled === true || (exitCode ?? 0) !== 0}>
      <h2>{said.ending}</h2>
      <p>
        {exitCode !== undefined && said.exitCode(exitText(exitCode))} {oomKilled === true && said.oomKilled}{" "}
        {stoppedMs !== undefined && <span class="muted">{figures.value.moment(stoppedMs)}</span>}
      </p>
    </div>
  );
};

const Ports = ({ row }: { readonly row: ContainerRow }) => {
  if (row.ports.length === 0) return null;
  return (
    <section class="panel">
      <h2>{words.value.detail.ports}</h2>
      <ul class="mono">
        {portTexts(row).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
};

export const ContainerView = ({ row, parent }: { readonly row: ContainerRow; readonly parent: Row | undefined }) => {
  const said = words.value.detail;
  const tracks = useTracks([row.key]);
  const happenings = happeningsOf(new Set([row.key]), tracks.happenings.value, live.happenings.value);
  const step = useStep(happenings);
  return (
    <article class="detail">
      <Heading row={row} parent={parent} />
      <div class="detail-main">
        <Ending row={row} />
        <Charts row={row} containers={[]} tracks={tracks} step={step} />
        <Apps of={row.key} step={step} />
        <Raw row={row} containers={[]} />
      </div>
      <div class="detail-aside">
        <Events happenings={happenings} />
        <Ports row={row} />
        <Facts title={said.identity} facts={containerIdentity(row, said.facts, figures.value)} />
        <Labels row={row} />
      </div>
    </article>
  );
};
