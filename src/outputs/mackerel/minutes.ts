import type { MackerelMinute } from "../../catalogue/names/mackerel-figure.ts";
import type { Sample } from "./figure.ts";

/** Mackerel keeps one value a minute. */
export const minuteMs = 60_000;

const minuteOf = (atMs: number): number => Math.floor(atMs / minuteMs);

/**
 * From when on the minutes of a batch are told. Its first one was told by the batch before, which ended in it, unless
 * that one must have ended earlier: the times of the snapshots, oldest first, say how far apart they come.
 */
export const toldFrom = (takenAtMs: readonly number[]): number => {
  const [first = 0, ...rest] = takenAtMs;
  const gaps = rest.map((atMs, place) => atMs - (takenAtMs[place] ?? atMs)).filter((gap) => gap > 0);
  const startMs = minuteOf(first) * minuteMs;
  return gaps.length > 0 && first - startMs > Math.min(...gaps) ? startMs + minuteMs : startMs;
};

const mean = (samples: readonly Sample[], newest: Sample): number => {
  const within = samples.filter(({ atMs }) => atMs > newest.atMs - minuteMs && atMs <= newest.atMs);
  return within.reduce((sum, { value }) => sum + value, 0) / within.length;
};

/**
 * One sample for each minute that has some, at the time of its newest: either that one, or the mean over the sixty
 * seconds up to it. A minute that began before `fromMs` is left out if a later one has samples.
 */
export const perMinute = (samples: readonly Sample[], minute: MackerelMinute, fromMs: number): readonly Sample[] => {
  const newest = [...Map.groupBy(samples, ({ atMs }) => minuteOf(atMs)).values()].flatMap((one) => one.slice(-1));
  return newest
    .filter(({ atMs }, place) => place === newest.length - 1 || minuteOf(atMs) * minuteMs >= fromMs)
    .map((sample) => (minute === "mean" ? { atMs: sample.atMs, value: mean(samples, sample) } : sample));
};
