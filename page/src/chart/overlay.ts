import type uPlot from "uplot";
import { eventInks, eventShapes } from "./event-shapes.tsx";
import { ink } from "./ink.ts";
import type { ChartModel } from "./model.ts";

/** The limit: a dashed line with its name; above the scale's top, only the name and an arrow. */
const drawLimit = (plot: uPlot, { limit }: ChartModel, dot: number): void => {
  if (limit === undefined) return;
  const { ctx, bbox } = plot;
  const at = plot.valToPos(limit.value, "y", true);
  const above = at < bbox.top;
  const y = above ? bbox.top : at;
  ctx.strokeStyle = ink("--bad");
  ctx.fillStyle = ink("--bad");
  if (!above) {
    ctx.lineWidth = 1.5 * dot;
    ctx.setLineDash([6 * dot, 4 * dot]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  ctx.font = `${11 * dot}px ${ink("--face")}`;
  ctx.textAlign = "left";
  ctx.textBaseline = above || y - bbox.top < 16 * dot ? "top" : "bottom";
  const offset = ctx.textBaseline === "top" ? 3 * dot : -2 * dot;
  ctx.fillText(above ? `${limit.label} ↑` : limit.label, bbox.left + 4 * dot, y + offset);
};

const drawMarks = (plot: uPlot, { marks, fromMs, toMs }: ChartModel, dot: number): void => {
  const { ctx, bbox } = plot;
  for (const { atMs, kind } of marks) {
    if (atMs < fromMs || atMs > toMs) continue;
    const x = plot.valToPos(atMs, "x", true);
    const colour = ink(eventInks[kind]);
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.lineWidth = dot;
    ctx.setLineDash([2 * dot, 3 * dot]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.save();
    ctx.translate(x - 5.5 * dot, bbox.top + bbox.height - 13 * dot);
    ctx.scale((11 / 12) * dot, (11 / 12) * dot);
    ctx.fill(new Path2D(eventShapes[kind]), "evenodd");
    ctx.restore();
  }
};

/** Over the lines: the limit, and the events as vertical marks. */
export const drawOverlay = (plot: uPlot, model: ChartModel, dot: number): void => {
  plot.ctx.save();
  drawMarks(plot, model, dot);
  drawLimit(plot, model, dot);
  plot.ctx.restore();
};
