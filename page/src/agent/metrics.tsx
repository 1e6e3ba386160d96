import { useState } from "preact/hooks";
import type { CatalogueReport } from "../../../src/web/api/contract.ts";
import { unknown } from "../figures/figures.ts";
import { FilterLine } from "../parts/filter-line.tsx";
import { FirstFew } from "../parts/first-few.tsx";
import { attributesText } from "../parts/matching.ts";
import { figures, words } from "../words/language.ts";
import { matchingMetrics, type PresentValue, telling, valuesByMetric } from "./matching.ts";
import { catalogueReport, valuesReport } from "./reports.ts";

type Metric = CatalogueReport["metrics"][number];

const timestamp = /_timestamp$/;

/** A state or an info says itself by its attributes; a timestamp is a date. */
const valueText = ({ id, kind, unit }: Metric, { value, perSecond }: PresentValue): string => {
  const { inUnit, moment } = figures.value;
  if (kind === "state" || kind === "info") return "";
  if (timestamp.test(id) && value !== null) return moment(value * 1000);
  const rate = perSecond === undefined ? "" : ` (${inUnit(perSecond, unit, true)})`;
  return `${inUnit(value, unit)}${rate}`;
};

const Present = ({ metric, values }: { readonly metric: Metric; readonly values: readonly PresentValue[] }) => {
  const said = words.value.agentView;
  const told = telling(metric.kind, values);
  if (told.length === 0) {
    return (
      <span class="muted">
        {unknown} {metric.note ?? said.absent}
      </span>
    );
  }
  return (
    <FirstFew
      items={told.map((value) => {
        const attributes = attributesText(value.attributes);
        return (
          <li key={`${value.resource} ${attributes}`}>
            <b>{valueText(metric, value)}</b> <span class="muted">{value.resource}</span>{" "}
            {attributes !== "" && <span class="mono muted">{attributes}</span>}
          </li>
        );
      })}
    />
  );
};

/** Every metric of the catalogue, with what it says right now. */
export const Metrics = () => {
  const said = words.value.agentView;
  const [filter, setFilter] = useState("");
  const [onlyPresent, setOnlyPresent] = useState(false);
  const catalogue = catalogueReport.value?.metrics ?? [];
  if (catalogue.length === 0) return null;
  const present = valuesByMetric(valuesReport.value?.resources ?? []);
  const metrics = matchingMetrics(catalogue, present, filter, onlyPresent);
  return (
    <section class="panel">
      <h2>{said.metrics}</h2>
      <FilterLine
        label={said.metrics}
        filter={filter}
        onFilter={setFilter}
        only={{ label: said.onlyPresent, checked: onlyPresent, onCheck: setOnlyPresent }}
        shown={metrics.length}
        all={catalogue.length}
      />
      <dl class="options">
        {metrics.map((metric) => (
          <div key={metric.id}>
            <dt>
              <code>{metric.id}</code> <span class="muted">{said.scopes[metric.scope]}</span>
              <span class="muted about">{metric.description}</span>
            </dt>
            <dd>
              <Present metric={metric} values={present.get(metric.id) ?? []} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
