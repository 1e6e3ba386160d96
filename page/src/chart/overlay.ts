import { eventInks, eventShapes } from "./event-shapes.tsx";
import { face, ink } from "./ink.ts";
import type { ChartModel } from "./model.ts";
import { placeOf } from "./scale.ts";
import { crisp, type Sheet, strokeLine } from "./sheet.ts";

/** The limit: a dashed line with its name; above the scale's top, only the name and an arrow. */
const drawLimit = (sheet: Sheet, { limit }: ChartModel): void => {
  if (limit === undefined) return;
  const { ctx, layout } = sheet;
  const { start, end } = layout.x;
  const at = placeOf(layout.y, limit.value);
  const top = layout.y.end;
  const above = at < top;
  const y = above ? top : at;
  ctx.strokeStyle = ink("--bad");
  ctx.fillStyle = ink("--bad");
  if (!above) {
    ctx.lineWidth = 1.5;
    ctx.setLineDash([6, 4]);
    strokeLine(sheet, start, y, end, y);
  }
  const under = above || y - top < 16;
  ctx.font = face();
  ctx.textAlign = "left";
  ctx.textBaseline = under ? "top" : "bottom";
  ctx.fillText(above ? `${limit.label} ↑` : limit.label, start + 4, y + (under ? 3 : -2));
};

/** The shapes' squares of 12 as large as beside the list of events. */
const shapeSize = 11;

const drawMarks = (sheet: Sheet, { marks, fromMs, toMs }: ChartModel): void => {
  const { ctx, layout } = sheet;
  const { start: bottom, end: top } = layout.y;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 3]);
  for (const { atMs, kind } of marks) {
    if (atMs < fromMs || atMs > toMs) continue;
    const x = crisp(sheet, placeOf(layout.x, atMs));
    ctx.strokeStyle = ink(eventInks[kind]);
    ctx.fillStyle = ink(eventInks[kind]);
    strokeLine(sheet, x, top, x, bottom);
    ctx.save();
    ctx.translate(x - shapeSize / 2, bottom - shapeSize - 2);
    ctx.scale(shapeSize / 12, shapeSize / 12);
    ctx.fill(new Path2D(eventShapes[kind]), "evenodd");
    ctx.restore();
  }
};

/** Over the lines: the limit, and the events as vertical marks. */
export const drawOverlay = (sheet: Sheet, model: ChartModel): void => {
  sheet.ctx.save();
  drawMarks(sheet, model);
  drawLimit(sheet, model);
  sheet.ctx.restore();
};
