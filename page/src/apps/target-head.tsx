import type { AppTarget } from "../../../src/web/api/contract.ts";
import { agoText, countsText } from "../figures/counts.ts";
import { type Mood, State } from "../parts/mark.tsx";
import { Terms } from "../parts/terms.tsx";
import { TroubleNote } from "../parts/trouble-note.tsx";
import { second } from "../shell/clock.ts";
import { figures, words } from "../words/language.ts";
import { short } from "./short.ts";
import type { Told } from "./use-apps.ts";

const standing = ({ up }: AppTarget): { readonly mood: Mood; readonly word: "notYet" | "served" | "fails" } => {
  if (up === undefined) return { mood: "busy", word: "notYet" };
  return up ? { mood: "ok", word: "served" } : { mood: "bad", word: "fails" };
};

/** What is read where, how that goes, and what is wrong with it. */
export const TargetHead = ({ target, told }: { readonly target: AppTarget; readonly told: Told }) => {
  const said = words.value.agentView;
  const own = words.value.apps;
  const shown = figures.value;
  second.value;
  const nowMs = told.report.answeredMs + (Date.now() - told.receivedMs);
  const { mood, word } = standing(target);
  const { containerName, name, kind, address, newestSampleMs, readingSeconds, bodyBytes, series } = target;
  const hasErrors = Object.values(target.errors).some((count) => count > 0);
  return (
    <>
      <h3>
        {short(name)}
        {name !== containerName && <span class="muted"> {containerName}</span>} <State mood={mood} word={said[word]} />
      </h3>
      <p class="muted">
        {kind} {address !== undefined && <span class="mono">{short(address)}</span>}
      </p>
      <Terms
        terms={[
          [said.newestSample, agoText(newestSampleMs, nowMs, shown)],
          [said.duration, readingSeconds === undefined ? undefined : shown.seconds(readingSeconds)],
          [own.size, bodyBytes === undefined ? undefined : shown.bytes(bodyBytes)],
          [own.series, series === undefined ? undefined : shown.number(series)],
          [own.leftOut, countsText(target.leftOut, said.none, shown)],
          [own.failed, hasErrors ? countsText(target.errors, said.none, shown) : undefined],
        ]}
      />
      {target.troubles.map((trouble) => (
        <TroubleNote key={`${trouble.code} ${trouble.subject}`} trouble={trouble} />
      ))}
    </>
  );
};
