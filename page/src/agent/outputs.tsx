import type { AgentReport } from "../../../src/web/api/contract.ts";
import { agoText, countsText } from "../figures/counts.ts";
import { type Mood, State } from "../parts/mark.tsx";
import { Terms } from "../parts/terms.tsx";
import { TroubleNote } from "../parts/trouble-note.tsx";
import { figures, words } from "../words/language.ts";

type Output = AgentReport["outputs"][number];

const circuitMoods = { closed: "ok", open: "bad", held: "warn" } satisfies Record<NonNullable<Output["circuit"]>, Mood>;

const Standing = ({ output }: { readonly output: Output }) => {
  const said = words.value.agentView;
  const { on, circuit } = output;
  if (!on) return <State mood="off" word={said.off} />;
  if (circuit === undefined) return <State mood="ok" word={output.kind === "pull" ? said.served : said.on} />;
  return <State mood={circuitMoods[circuit]} word={said.circuits[circuit]} />;
};

const figuresOfOutput = (output: Output, nowMs: number): (readonly [string, string | undefined])[] => {
  const said = words.value.agentView;
  const shown = figures.value;
  const count = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : shown.number(value);
  const size = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : shown.bytes(value);
  const { items, delivered, queuedRecords, queuedBytes, roomSeconds } = output;
  const ofItems = items === undefined ? "" : ` / ${shown.number(items)}`;
  return [
    [said.exposed, size(output.exposedBytes)],
    [said.delivered, delivered === undefined ? undefined : `${shown.number(delivered)}${ofItems}`],
    [said.inHand, count(output.inHand)],
    [
      said.queued,
      queuedRecords === undefined ? undefined : `${shown.number(queuedRecords)} · ${shown.bytes(queuedBytes ?? 0)}`,
    ],
    [said.oldest, agoText(output.oldestMs, nowMs, shown)],
    [said.room, roomSeconds === undefined ? undefined : shown.span(roomSeconds * 1000)],
    [said.retried, count(output.retried)],
    [said.lost, countsText(output.lost, said.none, shown)],
    [said.sent, size(output.sentBytes)],
    [said.lastDelivered, agoText(output.lastDeliveredMs, nowMs, shown)],
  ];
};

const OutputPart = ({ output, nowMs }: { readonly output: Output; readonly nowMs: number }) => (
  <section class="panel" data-off={!output.on}>
    <h3>
      {output.name} <Standing output={output} />
    </h3>
    <p class="muted">{output.description}</p>
    <p>{output.why}</p>
    {output.on && <Terms terms={figuresOfOutput(output, nowMs)} />}
    {output.troubles?.map((trouble) => (
      <TroubleNote key={`${trouble.code} ${trouble.subject}`} trouble={trouble} />
    ))}
  </section>
);

/** Those that are on come first. */
export const Outputs = ({ report }: { readonly report: AgentReport }) => (
  <section>
    <h2>{words.value.agentView.outputs}</h2>
    <div class="panels">
      {report.outputs
        .toSorted((a, b) => Number(b.on) - Number(a.on))
        .map((output) => (
          <OutputPart key={output.name} output={output} nowMs={report.takenAtMs} />
        ))}
    </div>
  </section>
);
