import type { Figures } from "../figures/figures.ts";

const binarySteps = Array.from({ length: 61 }, (_, power) => 2 ** power);

/** Distances between ticks: bytes go by powers of two, so that ticks are whole KiB, MiB and GiB; undefined: 1, 2, 2.5, 5. */
export const stepsFor = (unit: string): number[] | undefined => (unit === "By" ? binarySteps : undefined);

/** Distances between ticks of time: parts of an hour, and so of every zone's. */
export const timeSteps = [1000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 900_000];

/** A tick's text: shorter than a figure in the text, as the chart's heading has the unit. */
export const tickText = (value: number, unit: string, perSecond: boolean, figures: Figures): string => {
  if (unit === "By") return figures.bytes(value);
  if (unit === "s" && !perSecond) return figures.seconds(value);
  if (unit === "1") return figures.share(value);
  return figures.number(value);
};

/** Times of day; seconds only where ticks are less than a minute apart. */
export const timeText = (atMs: number, stepMs: number, figures: Figures): string => {
  const clock = figures.clock(atMs);
  return stepMs >= 60_000 ? clock.slice(0, 5) : clock;
};

/** Top of the vertical scale: room above the highest, and above the limit when it is to be seen. */
export const topOf = (highest: number | null, limit: number | undefined, toLimit: boolean): number => {
  const top = Math.max(highest ?? 0, toLimit ? (limit ?? 0) : 0);
  return top > 0 ? top * 1.1 : 1;
};

/** Bottom of the vertical scale: 0, or below the lowest. */
export const bottomOf = (lowest: number | null): number => (lowest !== null && lowest < 0 ? lowest * 1.1 : 0);
