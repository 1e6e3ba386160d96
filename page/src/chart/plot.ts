import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Figures } from "../figures/figures.ts";
import { stepsFor, tickText, timeText, topOf } from "./axis.ts";
import type { Figure } from "./columns.ts";
import { faded, ink, seriesInk } from "./ink.ts";
import { merge } from "./merge.ts";
import type { ChartModel } from "./model.ts";
import { drawOverlay } from "./overlay.ts";

export interface Plot {
  show(model: ChartModel): void;
  /** Draws anew: after a change of colours or language. */
  redraw(): void;
  resize(width: number): void;
  point(atMs: number | undefined): void;
  close(): void;
}

export interface PlotDeps {
  readonly model: ChartModel;
  figures(): Figures;
  onPoint(atMs: number | undefined): void;
  readonly width: number;
}

const height = 180;

const highest = (columns: readonly (readonly Figure[])[]): number | null =>
  columns.flat().reduce<Figure>((top, value) => (value !== null && (top === null || value > top) ? value : top), null);

/** A line has three series of uPlot: its mean, and the edges of its band from lowest to highest. */
const seriesOf = ({ lines, stacked }: ChartModel): uPlot.Series[] =>
  lines.flatMap((_, place): uPlot.Series[] => {
    const colour = (): string => ink(seriesInk(place));
    const edge: uPlot.Series = { width: 0, points: { show: false }, stroke: "transparent" };
    const line: uPlot.Series = {
      stroke: colour,
      width: stacked ? 1 : 1.75,
      points: { size: 4, fill: colour },
      ...(stacked && place === 0 && { fill: () => faded(colour(), 0.55) }),
    };
    return [line, edge, edge];
  });

const bandsOf = ({ lines, stacked }: ChartModel): uPlot.Band[] =>
  lines.flatMap((_, place): uPlot.Band[] => {
    const mean = 1 + 3 * place;
    const fill = (share: number) => () => faded(ink(seriesInk(place)), share);
    if (!stacked) return [{ series: [mean + 2, mean + 1], fill: fill(0.25) }];
    return place === 0 ? [] : [{ series: [mean, mean - 3], fill: fill(0.55) }];
  });

const axesOf = (current: () => ChartModel, figures: () => Figures): uPlot.Axis[] => {
  const look = { stroke: () => ink("--muted"), font: `11px ${ink("--face")}` };
  const grid = { stroke: () => ink("--line"), width: 1 };
  const steps = stepsFor(current().unit);
  return [
    {
      ...look,
      grid: { show: false },
      ticks: { stroke: () => ink("--line"), size: 4 },
      size: 26,
      space: 70,
      incrs: [1000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000],
      values: (_, splits, __, ___, step) => splits.map((atMs) => timeText(atMs, step, figures())),
    },
    {
      ...look,
      grid,
      ticks: { show: false },
      size: 64,
      space: 34,
      ...(steps && { incrs: steps }),
      values: (_, splits) => splits.map((value) => tickText(value, current().unit, figures())),
    },
  ];
};

export const createPlot = (target: HTMLElement, deps: PlotDeps): Plot => {
  let model = deps.model;
  let width = deps.width;
  let shown = merge({ times: model.times, values: model.lines.map(({ values }) => values) }, width / 2);

  const data = (): uPlot.AlignedData => {
    const columns = { times: model.times, values: model.lines.map(({ values }) => values) };
    // Two pixels are the least that a bucket can be told apart by.
    shown = merge(columns, width / 2);
    const { mean, low, high } = shown;
    return [[...shown.times], ...mean.flatMap((line, i) => [[...line], [...(low[i] ?? [])], [...(high[i] ?? [])]])];
  };

  const plot = new uPlot(
    {
      width,
      height,
      ms: 1,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: () => [model.fromMs, model.toMs] },
        y: { range: () => [0, topOf(highest(shown.high), model.limit?.value, model.toLimit)] },
      },
      axes: axesOf(() => model, deps.figures),
      series: [{}, ...seriesOf(model)],
      bands: bandsOf(model),
      hooks: {
        draw: [(self) => drawOverlay(self, model, uPlot.pxRatio)],
        setCursor: [
          ({ cursor }) => {
            const at = cursor.idx;
            deps.onPoint(at === null || at === undefined ? undefined : shown.times[at]);
          },
        ],
      },
    },
    data(),
    target,
  );

  return {
    show: (next) => {
      model = next;
      plot.setData(data());
    },
    redraw: () => plot.redraw(true, true),
    resize: (next) => {
      width = next;
      plot.setSize({ width, height });
      plot.setData(data());
    },
    point: (atMs) => {
      const left = atMs === undefined ? -10 : plot.valToPos(atMs, "x");
      plot.setCursor({ left, top: left < 0 ? -10 : 1 }, false);
    },
    close: () => plot.destroy(),
  };
};
