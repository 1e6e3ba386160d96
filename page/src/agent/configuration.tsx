import { useState } from "preact/hooks";
import type { AgentReport } from "../../../src/web/api/contract.ts";
import { FilterLine } from "../parts/filter-line.tsx";
import { words } from "../words/language.ts";
import { matchingOptions } from "./matching.ts";

/** In force, with secrets masked by the agent: they never come here. */
export const Configuration = ({ report }: { readonly report: AgentReport }) => {
  const said = words.value.agentView;
  const [filter, setFilter] = useState("");
  const [onlySet, setOnlySet] = useState(false);
  const options = matchingOptions(report.configuration, filter, onlySet);
  return (
    <section class="panel">
      <h2>{said.configuration}</h2>
      <FilterLine
        label={said.configuration}
        filter={filter}
        onFilter={setFilter}
        only={{ label: said.onlySet, checked: onlySet, onCheck: setOnlySet }}
        shown={options.length}
        all={report.configuration.length}
      />
      <dl class="options">
        {options.map(({ option, value, set, description }) => (
          <div key={option} data-set={set}>
            <dt>
              <code>{option}</code> <span class="muted">{set ? said.isSet : said.isDefault}</span>
            </dt>
            <dd>
              <code>{value}</code>
              <span class="muted">{description}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
