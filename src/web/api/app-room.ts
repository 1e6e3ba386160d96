import type { AppFamily } from "../../model/app-family.ts";
import { familyValues } from "./app-values.ts";
import type { AppTarget } from "./contract.ts";

type Family = AppTarget["families"][number];
type Sample = Family["samples"][number];

/** What one answer has room for, which a page asks for again and again; who wants all of them has /apps/metrics. */
const seriesAtMost = 5000;
const charactersAtMost = 1024 * 1024;

/** As /apps/metrics would have it: a histogram also has a sum, a count and a bucket for all. */
const seriesIn = ({ buckets, quantiles }: Sample): number => {
  if (buckets !== undefined) return buckets.length + 3;
  return quantiles === undefined ? 1 : quantiles.length + 2;
};

const charactersIn = ({ labels }: Sample): number =>
  Object.entries(labels).reduce((sum, [name, value]) => sum + name.length + value.length, 0);

/** The room of one answer. */
export interface AppRoom {
  /** Those of a target that still fit: what comes first has the room, and a histogram is there whole or not at all. */
  take(families: readonly AppFamily[]): Family[];
  /** Series that did not fit so far. */
  leftOut(): number;
}

export const openAppRoom = (): AppRoom => {
  let series = seriesAtMost;
  let characters = charactersAtMost;
  let leftOut = 0;

  const fits = (sample: Sample, head: number): boolean => {
    const [ownSeries, ownCharacters] = [seriesIn(sample), head + charactersIn(sample)];
    if (ownSeries > series || ownCharacters > characters) {
      leftOut += ownSeries;
      return false;
    }
    series -= ownSeries;
    characters -= ownCharacters;
    return true;
  };

  return {
    take: (families) =>
      families.flatMap((family) => {
        const { samples: all, ...head } = familyValues(family);
        let owed = head.name.length + (head.help?.length ?? 0);
        const samples = all.filter((sample) => {
          const fitting = fits(sample, owed);
          if (fitting) owed = 0;
          return fitting;
        });
        return samples.length === 0 ? [] : [{ ...head, samples }];
      }),
    leftOut: () => leftOut,
  };
};
