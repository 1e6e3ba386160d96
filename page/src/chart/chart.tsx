import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { shownTheme } from "../look/theme.ts";
import { figures, language, words } from "../words/language.ts";
import { type Cursor, moveCursor, placeAt } from "./cursor.ts";
import { Legend } from "./legend.tsx";
import type { ChartModel } from "./model.ts";
import { createPlot, type Plot } from "./plot.ts";
import { PointTable } from "./point-table.tsx";
import { SummaryText } from "./summary-text.tsx";

export interface ChartProps {
  readonly title: string;
  readonly model: ChartModel;
  /** Figures of the lines as they are, not summed up; the same as the model's unless it is a stack. */
  readonly own: ChartModel["lines"];
  readonly perSecond: boolean;
  readonly cursor: Cursor;
}

/** The canvas. Its cursor is moved with the keyboard like a slider, and says the time and the figures there. */
const Canvas = ({ title, model, own, perSecond, cursor }: ChartProps) => {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot>(undefined);
  const { unit } = model;

  useEffect(() => {
    const target = place.current;
    if (target === null) return undefined;
    const made = createPlot(target, {
      model,
      perSecond,
      figures: () => figures.peek(),
      onPoint: (atMs) => {
        cursor.atMs.value = atMs;
      },
    });
    plot.current = made;
    return () => made.close();
  }, []);

  useEffect(() => plot.current?.show(model), [model]);

  useSignalEffect(() => {
    shownTheme.value;
    language.value;
    // The theme's colours are in force once its attribute is set.
    queueMicrotask(() => plot.current?.redraw());
  });

  useSignalEffect(() => plot.current?.point(cursor.atMs.value));

  const atMs = cursor.atMs.value ?? model.times.at(-1) ?? model.toMs;
  const at = placeAt(model, atMs);
  const said = own.map(({ label, values }) => `${label} ${figures.value.inUnit(values[at] ?? null, unit, perSecond)}`);
  return (
    <div
      class="plot"
      ref={place}
      role="slider"
      tabIndex={0}
      aria-label={`${title}: ${words.value.chart.cursor}`}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, model.times.length - 1)}
      aria-valuenow={Math.max(0, at)}
      aria-valuetext={`${figures.value.clock(atMs)}: ${said.join(", ")}`}
      onKeyDown={(event) => {
        if (event.key === "Escape" && cursor.atMs.value !== undefined) {
          event.stopPropagation();
          cursor.atMs.value = undefined;
          return;
        }
        const to = moveCursor(model.times, cursor.atMs.value, event.key);
        if (to === undefined) return;
        event.preventDefault();
        cursor.atMs.value = to;
      }}
      onBlur={({ relatedTarget: next }) => {
        // The cursor goes along to another chart.
        if (!(next instanceof Element && next.classList.contains("plot"))) cursor.atMs.value = undefined;
      }}
    />
  );
};

export const Chart = (props: ChartProps) => {
  const [asTable, setAsTable] = useState(false);
  const { title, model, own, perSecond, cursor } = props;
  return (
    <figure class="chart">
      <figcaption>
        <h2>{title}</h2>
        <button type="button" class="bare" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {words.value.chart.table}
          <span class="unseen"> {title}</span>
        </button>
        <SummaryText model={model} own={own} perSecond={perSecond} />
      </figcaption>
      <Legend model={model} own={own} perSecond={perSecond} cursor={cursor} />
      {asTable ? <PointTable title={title} model={model} own={own} perSecond={perSecond} /> : <Canvas {...props} />}
    </figure>
  );
};
