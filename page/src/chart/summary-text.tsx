import { figures, words } from "../words/language.ts";
import type { ChartProps } from "./chart.tsx";
import { summarize } from "./summary.ts";

/** What the chart tells, as text: for who does not see it, and for who has no time to look. */
export const SummaryText = ({ model, own, perSecond }: Pick<ChartProps, "model" | "own" | "perSecond">) => {
  const said = words.value.chart;
  const { inUnit, share } = figures.value;
  const figure = (value: number | null): string => inUnit(value, model.unit, perSecond);
  const { limit } = model;
  const several = own.length > 1;
  return (
    <p class="muted">
      {own.map(({ label, values }) => {
        const { last, min, max } = summarize(values);
        const text = said.range(figure(min), figure(max));
        const ofLimit = limit !== undefined && limit.value > 0 && last !== null && !several;
        return (
          <span key={label} class={several ? "unseen" : undefined}>
            {several && `${label} ${said.last(figure(last))}, `}
            {text}
            {ofLimit && ` · ${said.ofLimit(share(last / limit.value), figure(limit.value))}`}
            {several && ". "}
          </span>
        );
      })}
    </p>
  );
};
