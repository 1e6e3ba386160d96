import "./agent.css";
import { live } from "../live/here.ts";
import { TroubleNote } from "../parts/trouble-note.tsx";
import { words } from "../words/language.ts";
import { Apps } from "./apps.tsx";
import { Configuration } from "./configuration.tsx";
import { Inputs } from "./inputs.tsx";
import { Metrics } from "./metrics.tsx";
import { Outputs } from "./outputs.tsx";
import { Process } from "./process.tsx";
import { agentReport, reportError, useReports } from "./reports.ts";

const Troubles = () => {
  const said = words.value.troubles;
  live.shape.value;
  // The stream's where there is one: the header counts the same ones.
  const troubles = live.table() === undefined ? (agentReport.value?.troubles ?? []) : live.troubles.value;
  return (
    <section class="panel">
      <h2>{troubles.length === 0 ? said.none : said.count(troubles.length)}</h2>
      {troubles.length > 0 && (
        <div class="troubles">
          {troubles.map((trouble) => (
            <TroubleNote key={`${trouble.code} ${trouble.owner} ${trouble.subject}`} trouble={trouble} />
          ))}
        </div>
      )}
    </section>
  );
};

export const AgentView = () => {
  useReports();
  const report = agentReport.value;
  const said = words.value;
  return (
    <article class="agent">
      <h1>{said.shell.agent}</h1>
      {reportError.value !== "" && <p class="muted">{said.agentView.failed(reportError.value)}</p>}
      <Troubles />
      {report === undefined && reportError.value === "" && <p class="muted">{said.agentView.waiting}</p>}
      {report !== undefined && (
        <>
          <Process report={report} />
          <Inputs report={report} />
          <Outputs report={report} />
          <Configuration report={report} />
        </>
      )}
      <Apps />
      <Metrics />
    </article>
  );
};
