import type { AgentReport } from "../../../src/web/api/contract.ts";
import { Terms } from "../parts/terms.tsx";
import { figures, words } from "../words/language.ts";

export const Process = ({ report }: { readonly report: AgentReport }) => {
  const said = words.value.agentView;
  const { inUnit, bytes, span, moment } = figures.value;
  const { cpuVcpus, history } = report;
  const form = report.launchType === undefined ? report.form : `${report.form} · ${report.launchType}`;
  return (
    <section class="panel">
      <Terms
        terms={[
          [said.version, report.version],
          [said.node, report.node],
          [said.form, form],
          [said.started, said.since(moment(report.startedMs), span(report.takenAtMs - report.startedMs))],
          [said.cpu, cpuVcpus === undefined ? undefined : inUnit(cpuVcpus, "{vcpu}")],
          [said.memory, `${bytes(report.residentBytes)} (${said.heap} ${bytes(report.heapUsedBytes)})`],
          [said.history, history === undefined ? undefined : `${span(history.keptMs)} · ${bytes(history.bytes)}`],
        ]}
      />
      <h3>{said.why}</h3>
      <ul class="reasons">
        {report.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </section>
  );
};
