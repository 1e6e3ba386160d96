import type { MackerelMinute } from "../../catalogue/names/mackerel-figure.ts";
import type { Sample } from "./figure.ts";

/** Mackerel keeps one value a minute. */
export const minuteMs = 60_000;

const minuteOf = (atMs: number): number => Math.floor(atMs / minuteMs);

/**
 * From when on the minutes of one series are told, of which a batch has samples at these times, oldest first. Its first
 * minute was told by the batch before, which ended in it, unless that one must have ended earlier: how far apart samples
 * come says so, the longest time among them, since telling twice costs nothing and a gap stays.
 */
export const toldFrom = (timesMs: readonly number[]): number => {
  const [first = 0, ...rest] = timesMs;
  const gaps = rest.map((atMs, place) => atMs - (timesMs[place] ?? atMs));
  const startMs = minuteOf(first) * minuteMs;
  return gaps.length > 0 && first - startMs > Math.max(...gaps) ? startMs + minuteMs : startMs;
};

const mean = (samples: readonly Sample[], newest: Sample): number => {
  const within = samples.filter(({ atMs }) => atMs > newest.atMs - minuteMs && atMs <= newest.atMs);
  return within.reduce((sum, { value }) => sum + value, 0) / within.length;
};

/** The newest of each minute that is to be told. What has one minute only tells that. */
export const newestOfMinutes = <Timed extends { readonly atMs: number }>(list: readonly Timed[]): readonly Timed[] => {
  const fromMs = toldFrom(list.map(({ atMs }) => atMs));
  const newest = [...Map.groupBy(list, ({ atMs }) => minuteOf(atMs)).values()].flatMap((one) => one.slice(-1));
  return newest.filter(({ atMs }, place) => place === newest.length - 1 || minuteOf(atMs) * minuteMs >= fromMs);
};

/** One sample for each of those minutes, at the time of its newest: that one, or the mean over the sixty seconds up to it. */
export const perMinute = (samples: readonly Sample[], minute: MackerelMinute): readonly Sample[] =>
  newestOfMinutes(samples).map((sample) =>
    minute === "mean" ? { atMs: sample.atMs, value: mean(samples, sample) } : sample,
  );
