import type { Figures } from "../figures/figures.ts";
import { stepsFor, tickText, timeSteps, timeText } from "./axis.ts";
import { face, ink } from "./ink.ts";
import { edge } from "./layout.ts";
import { placeOf } from "./scale.ts";
import { crisp, type Sheet, strokeLine } from "./sheet.ts";
import { ticksOf } from "./ticks.ts";

const drawTimes = (sheet: Sheet, figures: Figures): void => {
  const { ctx, layout } = sheet;
  const { step, at } = ticksOf(layout.x, 70, timeSteps);
  const bottom = layout.y.start;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const atMs of at) {
    const x = crisp(sheet, placeOf(layout.x, atMs));
    strokeLine(sheet, x, bottom, x, bottom + 4);
    const text = timeText(atMs, step, figures);
    // The last one is moved in, so that it is not cut off.
    const last = layout.x.end + edge.right - ctx.measureText(text).width / 2;
    ctx.fillText(text, Math.min(x, last), bottom + 9);
  }
};

const drawFigures = (sheet: Sheet, unit: string, perSecond: boolean, figures: Figures): void => {
  const { ctx, layout } = sheet;
  const { start, end } = layout.x;
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (const value of ticksOf(layout.y, 34, stepsFor(unit)).at) {
    const y = crisp(sheet, placeOf(layout.y, value));
    strokeLine(sheet, start, y, end, y);
    ctx.fillText(tickText(value, unit, perSecond, figures), start - 10, y);
  }
};

/** Under the lines: the grid of figures, and both axes' texts. */
export const drawAxes = (sheet: Sheet, unit: string, perSecond: boolean, figures: Figures): void => {
  const { ctx } = sheet;
  ctx.strokeStyle = ink("--line");
  ctx.fillStyle = ink("--muted");
  ctx.lineWidth = 1;
  ctx.font = face();
  drawFigures(sheet, unit, perSecond, figures);
  drawTimes(sheet, figures);
};
