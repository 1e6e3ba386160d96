import type { AgentReport } from "../../../src/web/api/contract.ts";
import { agoText, countsText } from "../figures/counts.ts";
import { type Mood, State } from "../parts/mark.tsx";
import { Terms } from "../parts/terms.tsx";
import { figures, words } from "../words/language.ts";

type Input = AgentReport["inputs"][number];

const standing = ({ on, up }: Input): { readonly mood: Mood; readonly word: "off" | "notYet" | "works" | "fails" } => {
  if (!on) return { mood: "off", word: "off" };
  if (up === undefined) return { mood: "busy", word: "notYet" };
  return up ? { mood: "ok", word: "works" } : { mood: "bad", word: "fails" };
};

const InputPart = ({ input, nowMs }: { readonly input: Input; readonly nowMs: number }) => {
  const said = words.value.agentView;
  const shown = figures.value;
  const { mood, word } = standing(input);
  const { durationMs, collections } = input;
  return (
    <section class="panel" data-off={!input.on}>
      <h3>
        {input.name} <State mood={mood} word={said[word]} />
      </h3>
      <p class="muted">{input.description}</p>
      <p>{input.why}</p>
      {input.on && (
        <Terms
          terms={[
            [said.lastSuccess, agoText(input.lastSuccessMs, nowMs, shown)],
            [said.newestSample, agoText(input.newestSampleMs, nowMs, shown)],
            [said.duration, durationMs === undefined ? undefined : shown.seconds(durationMs / 1000)],
            [said.collections, collections === undefined ? undefined : shown.number(collections)],
            [said.errors, countsText(input.errors, said.none, shown)],
          ]}
        />
      )}
    </section>
  );
};

/** Those that are on come first. */
export const Inputs = ({ report }: { readonly report: AgentReport }) => (
  <section>
    <h2>{words.value.agentView.inputs}</h2>
    <div class="panels">
      {report.inputs
        .toSorted((a, b) => Number(b.on) - Number(a.on))
        .map((input) => (
          <InputPart key={input.name} input={input} nowMs={report.takenAtMs} />
        ))}
    </div>
  </section>
);
