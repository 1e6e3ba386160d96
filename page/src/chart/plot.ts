import type { Figures } from "../figures/figures.ts";
import { nearest } from "./cursor.ts";
import { onDensity } from "./density.ts";
import { drawAxes } from "./draw-axes.ts";
import { drawLines } from "./draw-lines.ts";
import { chartHeight, layoutOf, roomFor } from "./layout.ts";
import { merge } from "./merge.ts";
import type { ChartModel } from "./model.ts";
import { drawOverlay } from "./overlay.ts";
import { createPointed } from "./pointed.ts";
import { valueAt } from "./scale.ts";

export interface Plot {
  show(model: ChartModel): void;
  /** Draws anew: after a change of colours or language. */
  redraw(): void;
  point(atMs: number | undefined): void;
  close(): void;
}

export interface PlotDeps {
  readonly model: ChartModel;
  /** Figures are changes of counters. */
  readonly perSecond: boolean;
  figures(): Figures;
  /** The time of the figures nearest to the pointer. */
  onPoint(atMs: number | undefined): void;
}

/** Two pixels are the least that a bucket can be told apart by. */
const bucketPixels = 2;

export const createPlot = (target: HTMLElement, { model: first, perSecond, figures, onPoint }: PlotDeps): Plot => {
  const canvas = target.appendChild(document.createElement("canvas"));
  const ctx = canvas.getContext("2d");
  const pointed = createPointed(target);
  let model = first;
  let width = target.clientWidth;
  let atMs: number | undefined;
  /** Where the pointer rests, while it says where the cursor is. */
  let pointer: number | undefined;

  const shownOf = () =>
    merge({ times: model.times, values: model.lines.map(({ values }) => values) }, roomFor(width) / bucketPixels);
  let shown = shownOf();
  let layout = layoutOf(model, shown, width);

  const pointAt = (x: number): void => {
    pointer = x;
    atMs = shown.times[nearest(shown.times, valueAt(layout.x, x))];
    onPoint(atMs);
  };

  const redraw = (): void => {
    shown = shownOf();
    layout = layoutOf(model, shown, width);
    pointed.at(atMs, shown, layout);
    const dot = devicePixelRatio;
    canvas.width = Math.round(width * dot);
    canvas.height = Math.round(chartHeight * dot);
    if (ctx === null) return;
    ctx.scale(dot, dot);
    const sheet = { ctx, dot, layout };
    drawAxes(sheet, model.unit, perSecond, figures());
    drawLines(sheet, shown, model.stacked);
    drawOverlay(sheet, model);
  };

  const sized = new ResizeObserver(() => {
    if (target.clientWidth === width) return;
    width = target.clientWidth;
    redraw();
  });
  sized.observe(target);
  const stopDensity = onDensity(redraw);

  const onMove = (event: PointerEvent): void => {
    const x = event.clientX - canvas.getBoundingClientRect().left;
    if (x >= layout.x.start && x <= layout.x.end) pointAt(x);
    else onLeave(event);
  };
  const onLeave = ({ pointerType }: Pick<PointerEvent, "pointerType">): void => {
    // A finger that is lifted leaves the cursor where it was.
    if (pointer === undefined || pointerType === "touch") return;
    pointer = undefined;
    onPoint(undefined);
  };
  // A finger that rests on something else never leaves the plot. Before the plot that is touched hears of it itself.
  const onPressed = ({ target: pressed }: PointerEvent): void => {
    if (pressed instanceof Node && target.contains(pressed)) return;
    onLeave({ pointerType: "" });
  };
  document.addEventListener("pointerdown", onPressed, { capture: true });
  target.addEventListener("pointerdown", onMove);
  target.addEventListener("pointermove", onMove);
  target.addEventListener("pointerleave", onLeave);

  redraw();

  return {
    show: (next) => {
      model = next;
      redraw();
      if (pointer !== undefined) pointAt(pointer);
    },
    redraw,
    point: (next) => {
      if (next !== atMs) pointer = undefined;
      atMs = next;
      pointed.at(atMs, shown, layout);
    },
    close: () => {
      document.removeEventListener("pointerdown", onPressed, { capture: true });
      sized.disconnect();
      stopDensity();
      target.replaceChildren();
    },
  };
};
