import { figures, words } from "../words/language.ts";
import type { ChartProps } from "./chart.tsx";
import { merge } from "./merge.ts";

const longest = 180;

/** The figures of a chart as a table, newest first. Merged ones with their lowest and highest. */
export const PointTable = ({ title, model, own, perSecond }: Omit<ChartProps, "cursor">) => {
  const said = words.value.chart;
  const { clock, inUnit, span } = figures.value;
  const merged = merge({ times: model.times, values: own.map(({ values }) => values) }, longest);
  const figure = (value: number | null | undefined): string => inUnit(value ?? null, model.unit, perSecond);
  const cell = (line: number, at: number): string => {
    const [low, high] = [figure(merged.low[line]?.[at]), figure(merged.high[line]?.[at])];
    const mean = figure(merged.mean[line]?.[at]);
    return low === high ? mean : `${mean} (${low} – ${high})`;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the arrow keys
    <section class="points" tabIndex={0} aria-label={title}>
      <table>
        <caption class="muted">
          {title}
          {merged.bucketMs > 0 && `: ${said.merged(span(merged.bucketMs))}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">{said.time}</th>
            {own.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {merged.times
            .map((atMs, at) => (
              <tr key={atMs}>
                <th scope="row">{clock(atMs)}</th>
                {own.map(({ label }, line) => (
                  <td key={label}>{cell(line, at)}</td>
                ))}
              </tr>
            ))
            .reverse()}
        </tbody>
      </table>
    </section>
  );
};
