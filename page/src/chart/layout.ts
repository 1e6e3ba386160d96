import { bottomOf, topOf } from "./axis.ts";
import type { Figure } from "./columns.ts";
import type { Merged } from "./merge.ts";
import type { ChartModel } from "./model.ts";
import type { Scale } from "./scale.ts";

/** Of a chart with its axes, in CSS pixels. */
export const chartHeight = 180;

/** What the axes and their texts take round the lines. */
export const edge = { left: 64, right: 12, top: 8, bottom: 26 };

/** Where on the canvas times and figures are. */
export interface Layout {
  readonly x: Scale;
  readonly y: Scale;
}

const furthest = (columns: readonly (readonly Figure[])[], choose: (one: number, other: number) => number): Figure => {
  let found: Figure = null;
  for (const column of columns) {
    for (const value of column) if (value !== null) found = found === null ? value : choose(found, value);
  }
  return found;
};

/** What the axes leave of a chart's width for its lines. */
export const roomFor = (width: number): number => Math.max(1, width - edge.left - edge.right);

export const layoutOf = (
  { fromMs, toMs, limit, toLimit }: ChartModel,
  { high, low }: Merged,
  width: number,
): Layout => ({
  x: { from: fromMs, to: toMs, start: edge.left, end: edge.left + roomFor(width) },
  y: {
    from: bottomOf(furthest(low, Math.min)),
    to: topOf(furthest(high, Math.max), limit?.value, toLimit),
    start: chartHeight - edge.bottom,
    end: edge.top,
  },
});
