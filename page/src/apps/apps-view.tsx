import type { AppsReport } from "../../../src/web/api/contract.ts";
import { address, go } from "../address.ts";
import type { Step } from "../detail/use-step.ts";
import { FilterLine } from "../parts/filter-line.tsx";
import { Said } from "../parts/said.tsx";
import { TroubleNote } from "../parts/trouble-note.tsx";
import { figures, words } from "../words/language.ts";
import { FamilyTable } from "./family-table.tsx";
import { drawnNames, type Listed, listed, toggled } from "./listed.ts";
import { PickedCharts } from "./picked-charts.tsx";
import { TargetHead } from "./target-head.tsx";
import { useApps } from "./use-apps.ts";

export interface AppsProps {
  /** Key of a task or container. */
  readonly of: string;
  readonly step: Step;
}

const seriesIn = (families: readonly { readonly samples: readonly unknown[] }[]): number =>
  families.reduce((sum, { samples }) => sum + samples.length, 0);

/** What is wrong with labels, or that there are none, and what to do about it. */
const Nothing = ({ report }: { readonly report: AppsReport }) => {
  const said = words.value.apps;
  return (
    <div class="panel">
      <p>{said.none}</p>
      {report.off === undefined ? (
        report.troubles.length === 0 && (
          <p class="muted">
            <Said text={said.noneFix} />
          </p>
        )
      ) : (
        <p class="muted">{`app-metrics: ${report.off}`}</p>
      )}
    </div>
  );
};

export const AppsView = ({ of, step }: AppsProps) => {
  const said = words.value.apps;
  const { agentView } = words.value;
  const feed = useApps(of);
  const told = feed.told.value;
  const error = feed.error.value;
  const { apps: filter, charts: wanted } = address.value;
  const targets = told?.report.targets ?? [];
  const all = listed(targets, filter);
  const drawn = drawnNames(all, wanted);
  const onToggle = (name: string): void => go({ charts: toggled(name, drawn, wanted) });
  const shownOf = (key: string): readonly Listed[] => all.filter(({ target }) => target.key === key);
  const leftOut = told?.report.seriesLeftOut ?? 0;
  return (
    <section class="apps" aria-label={said.title}>
      <h2>{said.title}</h2>
      {told === undefined && <p class="panel muted">{error === "" ? agentView.waiting : agentView.failed(error)}</p>}
      {told !== undefined && error !== "" && <p class="muted">{agentView.failed(error)}</p>}
      {told?.report.troubles.map((trouble) => (
        <div class="panel" key={`${trouble.code} ${trouble.subject}`}>
          <TroubleNote trouble={trouble} />
        </div>
      ))}
      {told !== undefined && targets.length === 0 && <Nothing report={told.report} />}
      {targets.some(({ families }) => families.length > 0) && (
        <FilterLine
          label={said.title}
          filter={filter}
          onFilter={(apps) => go({ apps })}
          shown={seriesIn(all.map(({ family }) => family))}
          all={seriesIn(targets.flatMap(({ families }) => families))}
        />
      )}
      <PickedCharts
        listed={all.filter(({ family }) => drawn.includes(family.name))}
        several={targets.length > 1}
        tracks={feed.tracks}
        everyMs={told?.report.everyMs ?? 0}
        step={step}
      />
      {told !== undefined &&
        targets.map((target) => (
          <section class="panel" key={target.key}>
            <TargetHead target={target} told={told} />
            <FamilyTable target={target} listed={shownOf(target.key)} drawn={drawn} onToggle={onToggle} />
          </section>
        ))}
      {leftOut > 0 && <p class="muted">{said.seriesLeftOut(figures.value.number(leftOut))}</p>}
    </section>
  );
};
