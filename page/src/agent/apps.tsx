import { useState } from "preact/hooks";
import { figures, words } from "../words/language.ts";
import { type AppMetric, appMetrics, isMoment, matchingApps, meanOf, unitOf } from "./app-metrics.ts";
import { FilterLine } from "./filter-line.tsx";
import { FirstFew } from "./first-few.tsx";
import { attributesText } from "./matching.ts";
import { valuesReport } from "./reports.ts";

const metricsAtMost = 200;

type Sample = AppMetric["family"]["samples"][number];

const textOf = (family: AppMetric["family"], sample: Sample): string => {
  const said = words.value.agentView;
  const { inUnit, moment } = figures.value;
  const unit = unitOf(family);
  if (family.kind === "info") return "";
  if (sample.value !== undefined) {
    if (isMoment(family)) return moment(sample.value * 1000);
    const rate = sample.perSecond === undefined ? "" : ` (${inUnit(sample.perSecond, unit, true)})`;
    return `${inUnit(sample.value, unit)}${rate}`;
  }
  const mean = meanOf(sample);
  const observed = sample.count === undefined ? "" : said.observed(inUnit(sample.count, ""));
  return [observed, mean === undefined ? "" : said.mean(inUnit(mean, unit))].filter(Boolean).join(", ");
};

const Samples = ({ family }: Pick<AppMetric, "family">) => (
  <FirstFew
    items={family.samples.map((sample) => {
      const labels = attributesText(sample.labels);
      return (
        <li key={labels}>
          <b>{textOf(family, sample)}</b> {labels !== "" && <span class="mono muted">{labels}</span>}
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
