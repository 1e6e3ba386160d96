import type { AppGrowth, AppHistogram } from "../../model/app-family.ts";

interface Bucket {
  readonly from: number;
  readonly to: number;
  /** Observations up to its lower and its upper end. */
  readonly below: number;
  readonly upTo: number;
}

const bucketsOf = ({ buckets }: AppHistogram, grown: readonly number[]): readonly Bucket[] =>
  buckets.map(({ upperBound }, place) => ({
    // Most distributions are of what cannot be below zero: the first bucket then begins there.
    from: buckets[place - 1]?.upperBound ?? Math.min(0, upperBound),
    to: upperBound,
    below: grown[place - 1] ?? 0,
    upTo: grown[place] ?? 0,
  }));

/**
 * The value that this share of what was observed since the sample before lies below: on the line between the ends of its
 * bucket, as Prometheus' `histogram_quantile` draws it. Above the last bound nothing is known but that bound. Undefined
 * when nothing was observed.
 */
export const percentileOf = (histogram: AppHistogram, growth: AppGrowth, share: number): number | undefined => {
  const { buckets: grown } = growth;
  const last = histogram.buckets.at(-1);
  if (grown === undefined || last === undefined || growth.count <= 0) return undefined;
  const rank = share * growth.count;
  const found = bucketsOf(histogram, grown).find(({ upTo }) => upTo >= rank && upTo > 0);
  if (found === undefined) return last.upperBound;
  const { from, to, below, upTo } = found;
  return upTo === below ? to : from + (to - from) * ((rank - below) / (upTo - below));
};
