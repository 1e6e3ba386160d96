import { useState } from "preact/hooks";
import type { AppTarget } from "../../../src/web/api/contract.ts";
import { figures, words } from "../words/language.ts";
import type { Family, Sample } from "./family.ts";
import { canBeDrawn, type Listed } from "./listed.ts";
import { presentText } from "./present-text.ts";
import { labelsText, short } from "./short.ts";

interface FamilyTableProps {
  readonly target: AppTarget;
  readonly listed: readonly Listed[];
  readonly drawn: readonly string[];
  readonly onToggle: (name: string) => void;
}

const familiesAtMost = 100;
const seriesAtMost = 5;

const Figures = ({ family, sample }: { readonly family: Family; readonly sample: Sample }) => {
  const { main, more } = presentText(family, sample, words.value.apps, figures.value);
  return (
    <>
      <b>{main}</b>
      {more.length > 0 && <span class="muted"> {more.join(" · ")}</span>}
    </>
  );
};

interface FamilyPartProps extends Pick<FamilyTableProps, "drawn" | "onToggle"> {
  readonly family: Family;
}

/** A line of its own for each series; the only one without labels stands beside the name. */
const FamilyPart = ({ family, drawn, onToggle }: FamilyPartProps) => {
  const said = words.value.apps;
  const [all, setAll] = useState(false);
  const { name, kind, help, samples } = family;
  const [first] = samples;
  const lone = samples.length === 1 && first !== undefined && Object.keys(first.labels).length === 0;
  const shown = all ? samples : samples.slice(0, seriesAtMost);
  return (
    <tbody>
      <tr>
        <td>
          {canBeDrawn(family) && (
            <label>
              <input type="checkbox" checked={drawn.includes(name)} onChange={() => onToggle(name)} />
              <span class="unseen">{said.chartOf(name)}</span>
            </label>
          )}
        </td>
        <th scope={lone ? "row" : "rowgroup"}>
          <code>{short(name)}</code>
          <span class="muted about">
            {kind}
            {help !== undefined && ` · ${short(help)}`}
          </span>
        </th>
        <td>{lone && <Figures family={family} sample={first} />}</td>
      </tr>
      {!lone &&
        shown.map((sample) => {
          const labels = labelsText(sample.labels);
          return (
            <tr key={labels}>
              <td />
              <th scope="row" class="mono">
                {labels === "" ? "{}" : short(labels)}
              </th>
              <td>
                <Figures family={family} sample={sample} />
              </td>
            </tr>
          );
        })}
      {!lone && samples.length > shown.length && (
        <tr>
          <td />
          <td colSpan={2}>
            <button type="button" class="bare" onClick={() => setAll(true)}>
              {words.value.agentView.more(samples.length - shown.length)}
              <span class="unseen"> {name}</span>
            </button>
          </td>
        </tr>
      )}
    </tbody>
  );
};

/** Every family with its present figures. */
export const FamilyTable = ({ target, listed, drawn, onToggle }: FamilyTableProps) => {
  const said = words.value.apps;
  const [all, setAll] = useState(false);
  if (target.families.length === 0) return null;
  if (listed.length === 0) return <p class="muted">{words.value.home.nothingMatches}</p>;
  const shown = all ? listed : listed.slice(0, familiesAtMost);
  return (
    <>
      <table>
        <caption class="unseen">{`${said.title}: ${short(target.name)}`}</caption>
        <thead>
          <tr>
            <th scope="col">{said.chart}</th>
            <th scope="col">{words.value.agentView.metric}</th>
            <th scope="col">{said.now}</th>
          </tr>
        </thead>
        {shown.map(({ key, family }) => (
          <FamilyPart key={key} family={family} drawn={drawn} onToggle={onToggle} />
        ))}
      </table>
      {listed.length > shown.length && (
        <button type="button" class="bare" onClick={() => setAll(true)}>
          {words.value.agentView.more(listed.length - shown.length)}
        </button>
      )}
    </>
  );
};
