import type { Sample } from "./family.ts";
import type { Buckets } from "./quantile.ts";

/** Shares of the observations that are told of histograms. */
export const shares = [0.5, 0.9, 0.99] as const;

/** p50, p99.9 */
export const shareName = (share: number): string => `p${Number((share * 100).toPrecision(6))}`;

/** Observations per second between the last two readings; undefined: not known. */
export const observedPerSecond = ({ gained }: Sample): number | undefined =>
  gained === undefined || gained.overMs <= 0 ? undefined : gained.count / (gained.overMs / 1000);

/** Mean of what was observed between the last two readings; undefined: nothing was, or it is not known. */
export const recentMean = ({ gained }: Sample): number | undefined =>
  gained?.sum === undefined || gained.count <= 0 ? undefined : gained.sum / gained.count;

/** What a histogram observed between the last two readings; undefined: not known. */
export const recentBuckets = ({ buckets, gained }: Sample): Buckets | undefined =>
  buckets === undefined || gained?.buckets === undefined || gained.buckets.length !== buckets.length
    ? undefined
    : { bounds: buckets.map(({ upperBound }) => upperBound), atMost: gained.buckets, total: gained.count };
