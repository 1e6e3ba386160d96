import { pointKey } from "../../model/point.ts";
import type { Remembered } from "../../ports/live-feed.ts";

/** Closer than this to a fine moment, a coarse one tells nothing more. */
const nearMs = 1500;

/** One history of two: the fine moments, and the coarse ones where nobody looked closely. */
export const joined = (coarse: Remembered | undefined, fine: Remembered | undefined): Remembered | undefined => {
  if (coarse === undefined || fine === undefined) return coarse ?? fine;
  const isCovered = (atMs: number): boolean => fine.times.some((one) => Math.abs(one - atMs) < nearMs);
  const moments = [
    ...coarse.times.map((atMs, place) => ({ atMs, place, from: coarse })).filter(({ atMs }) => !isCovered(atMs)),
    ...fine.times.map((atMs, place) => ({ atMs, place, from: fine })),
  ].sort((one, other) => one.atMs - other.atMs);
  const placesIn = ({ series }: Remembered): ReadonlyMap<string, number> =>
    new Map(series.map(({ metric, attributes }, place) => [pointKey(metric, attributes), place]));
  const places = new Map([
    [coarse, placesIn(coarse)],
    [fine, placesIn(fine)],
  ]);
  const known = places.get(coarse);
  const series = [
    ...coarse.series,
    ...fine.series.filter(({ metric, attributes }) => known?.has(pointKey(metric, attributes)) !== true),
  ];
  return {
    times: moments.map(({ atMs }) => atMs),
    series,
    values: series.map(({ metric, attributes }) => {
      const key = pointKey(metric, attributes);
      return moments.map(({ from, place }) => from.values[places.get(from)?.get(key) ?? -1]?.[place] ?? Number.NaN);
    }),
  };
};
