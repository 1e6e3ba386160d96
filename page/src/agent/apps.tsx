import { useState } from "preact/hooks";
import { presentText } from "../apps/present-text.ts";
import { FilterLine } from "../parts/filter-line.tsx";
import { FirstFew } from "../parts/first-few.tsx";
import { attributesText } from "../parts/matching.ts";
import { figures, words } from "../words/language.ts";
import { type AppMetric, appMetrics, matchingApps } from "./app-metrics.ts";
import { valuesReport } from "./reports.ts";

const metricsAtMost = 200;

const Samples = ({ family }: Pick<AppMetric, "family">) => (
  <FirstFew
    items={family.samples.map((sample) => {
      const labels = attributesText(sample.labels);
      const { main, more } = presentText(family, sample, words.value.apps, figures.value);
      return (
        <li key={labels}>
          <b>{main}</b> <span class="muted">{more.join(" · ")}</span>{" "}
          {labels !== "" && <span class="mono muted">{labels}</span>}
        </li>
      );
    })}
  />
);

/** What apps tell of themselves, where there are any that are read. */
export const Apps = () => {
  const said = words.value.agentView;
  const [filter, setFilter] = useState("");
  const all = appMetrics(valuesReport.value?.resources ?? []);
  if (all.length === 0) return null;
  const found = matchingApps(all, filter);
  const shown = found.slice(0, metricsAtMost);
  return (
    <section class="panel">
      <h2>{said.apps}</h2>
      <FilterLine label={said.apps} filter={filter} onFilter={setFilter} shown={shown.length} all={all.length} />
      <dl class="options">
        {shown.map(({ key, app, family }) => (
          <div key={key}>
            <dt>
              <code>{family.name}</code> <span class="muted">{app}</span>
              {family.help !== undefined && <span class="muted about">{family.help}</span>}
            </dt>
            <dd>
              <Samples family={family} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
