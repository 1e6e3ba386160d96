import type { AppGrowth, AppHistogram, AppSummary } from "../model/app-family.ts";
import { firstReading, isAnew, nextOwnReading, type Reading } from "./counter-reading.ts";

/** What is remembered of a distribution between collections: it grows all together or not at all. */
export interface DistributionReading {
  readonly atMs: number;
  readonly count: Reading;
  readonly sum: number | undefined;
  readonly bounds: readonly number[];
  readonly buckets: readonly Reading[];
}

/** The next reading, and what was gained; no growth when it is not certain. */
export interface DistributionStep {
  readonly reading: DistributionReading;
  readonly growth: AppGrowth | undefined;
}

/** Undefined without a count: then nothing tells a reset. */
export const firstDistribution = (sample: AppHistogram | AppSummary): DistributionReading | undefined => {
  const { count, sum, atMs } = sample;
  if (count === undefined) return undefined;
  const buckets = "buckets" in sample ? sample.buckets : [];
  return {
    atMs,
    count: firstReading({ value: count, atMs }),
    sum,
    bounds: buckets.map(({ upperBound }) => upperBound),
    buckets: buckets.map((bucket) => firstReading({ value: bucket.count, atMs })),
  };
};

const sameBounds = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((bound, place) => bound === other[place]);

/** Observations below zero make a sum smaller without a reset; buckets below zero say that there are some. */
const sumMayFall = ({ bounds }: DistributionReading): boolean => (bounds[0] ?? 0) < 0;

const sumStep = (before: DistributionReading, sum: number | undefined, anew: boolean) => {
  if (sum === undefined || (before.sum === undefined && !anew)) return { grown: undefined, certain: true };
  const grown = anew ? sum : sum - (before.sum ?? 0);
  return { grown, certain: anew || grown >= 0 || sumMayFall(before) };
};

/**
 * The next reading of a distribution whose sample moved. Count, sum and buckets are counters each; one that fell without
 * a known reason spoils them all, and so do other bounds than before. Undefined without a count.
 */
export const nextDistribution = (
  before: DistributionReading,
  sample: AppHistogram | AppSummary,
): DistributionStep | undefined => {
  const fresh = firstDistribution(sample);
  if (fresh === undefined) return undefined;
  if (!sameBounds(before.bounds, fresh.bounds)) return { reading: fresh, growth: undefined };
  const { atMs, sinceMs } = sample;
  const count = nextOwnReading(before.count, { value: fresh.count.value, atMs, sinceMs });
  const sum = sumStep(before, sample.sum, isAnew(before.count, { value: fresh.count.value, atMs, sinceMs }));
  const buckets = before.buckets.map((bucket, place) =>
    nextOwnReading(bucket, { value: fresh.buckets[place]?.value ?? 0, atMs, sinceMs }),
  );
  const reading = { ...fresh, count: count.reading, buckets: buckets.map((step) => step.reading) };
  if (![count, sum, ...buckets].every(({ certain }) => certain)) return { reading, growth: undefined };
  return {
    reading,
    growth: {
      overMs: atMs - before.atMs,
      count: count.grown,
      ...(sum.grown === undefined ? {} : { sum: sum.grown }),
      ...("buckets" in sample ? { buckets: buckets.map(({ grown }) => grown) } : {}),
    },
  };
};
