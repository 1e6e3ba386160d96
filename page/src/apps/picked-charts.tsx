import { Chart } from "../chart/chart.tsx";
import { modelOf } from "../detail/chart-model.ts";
import type { Step } from "../detail/use-step.ts";
import { figures, words } from "../words/language.ts";
import { type AppChart, chartsOf } from "./app-charts.ts";
import type { KeptTracks } from "./kept-tracks.ts";
import type { Listed } from "./listed.ts";
import { short } from "./short.ts";
import { pauseMs } from "./use-apps.ts";

interface PickedChartsProps {
  readonly listed: readonly Listed[];
  /** Charts then say which app they are of. */
  readonly several: boolean;
  readonly tracks: KeptTracks;
  readonly everyMs: number;
  readonly step: Step;
}

interface TitledChart extends AppChart {
  readonly key: string;
  readonly title: string;
}

const titleOf = ({ what, lines }: AppChart, name: string): string => {
  if (what === "values") return name;
  return what === "quantiles" ? `${name}: ${lines.map(({ label }) => label).join(", ")}` : words.value.apps[what](name);
};

/** A chart that nobody can tell from another is none. */
const chartsAtMost = 24;

/** In step with the view's other charts. */
export const PickedCharts = ({ listed, several, tracks, everyMs, step }: PickedChartsProps) => {
  const said = words.value.apps;
  const { cursor } = step;
  const frame = { ...step.frame, paceMs: Math.max(step.frame.paceMs, everyMs, 2 * pauseMs(everyMs)) };
  const all = listed
    .flatMap(({ key, target, family }): TitledChart[] =>
      chartsOf(tracks.of(target.key), { family }).map((chart) => {
        const name = several ? `${short(target.name)}/${target.slot} ${short(family.name)}` : short(family.name);
        return {
          ...chart,
          key: `${key} ${chart.what}`,
          title: titleOf(chart, name),
        };
      }),
    )
    .slice(0, chartsAtMost);
  if (all.length === 0) return null;
  const leftOut = all.reduce((sum, chart) => sum + chart.leftOut, 0);
  return (
    <div class="charts-part">
      <div class="charts">
        {all.map(({ key, title, lines, unit, perSecond }) => (
          <Chart
            key={key}
            title={title}
            {...modelOf(lines, { unit }, undefined, frame, false)}
            perSecond={perSecond}
            cursor={cursor}
          />
        ))}
      </div>
      <p class="muted">
        {said.begins} {leftOut > 0 && said.notDrawn(figures.value.number(leftOut))}
      </p>
    </div>
  );
};
