import type { Figure } from "./columns.ts";
import { faded, ink, seriesInk } from "./ink.ts";
import type { Merged } from "./merge.ts";
import { placeOf } from "./scale.ts";
import type { Sheet } from "./sheet.ts";
import { type Stretch, stretchesOf, traceBand, traceLine } from "./trace.ts";

type Place = (at: number) => number;

const dotSize = 4;

/** Each figure as a dot where there is room for it; else only those that no line leads to. */
const drawDots = ({ ctx }: Sheet, stretches: readonly Stretch[], all: boolean, x: Place, y: Place): void => {
  ctx.beginPath();
  for (const { from, to } of stretches) {
    if (!all && to - from > 1) continue;
    for (let at = from; at < to; at += 1) {
      ctx.moveTo(x(at), y(at));
      ctx.arc(x(at), y(at), dotSize / 2, 0, 2 * Math.PI);
    }
  }
  ctx.fill();
};

/** A line, over its band from lowest to highest; of a stack, over the area down to the line below. */
export const drawLines = (sheet: Sheet, { times, mean, low, high, bucketMs }: Merged, stacked: boolean): void => {
  const { ctx, layout } = sheet;
  const x: Place = (at) => placeOf(layout.x, times[at] ?? 0);
  const along = (column: readonly Figure[] | undefined): Place => {
    return (at) => placeOf(layout.y, column?.[at] ?? 0);
  };
  const roomForDots = (layout.x.end - layout.x.start) / (2 * dotSize) >= times.length;
  mean.forEach((column, place) => {
    const colour = ink(seriesInk(place));
    const line = along(column);
    const [upper, lower] = stacked ? [line, along(mean[place - 1])] : [along(high[place]), along(low[place])];
    const stretches = stretchesOf(column);
    if (stacked || bucketMs > 0) {
      ctx.fillStyle = faded(colour, stacked ? 0.55 : 0.25);
      ctx.beginPath();
      for (const stretch of stretches) traceBand(ctx, stretch, x, upper, lower);
      ctx.fill();
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = stacked ? 1 : 1.75;
    ctx.beginPath();
    for (const stretch of stretches) traceLine(ctx, stretch, x, line);
    ctx.stroke();
    ctx.fillStyle = colour;
    drawDots(sheet, stretches, roomForDots, x, line);
  });
};
