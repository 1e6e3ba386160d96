/** Where a share of what was observed lies: at the value, or somewhere above it where no bucket tells. */
export interface Quantile {
  readonly value: number;
  readonly above: boolean;
}

/** A histogram's buckets: how many of `total` observations were at most each bound. Bounds grow, counts do not fall. */
export interface Buckets {
  readonly bounds: readonly number[];
  readonly atMost: readonly number[];
  readonly total: number;
}

/**
 * Estimated as Prometheus does: evenly spread within a bucket, the lowest one from 0 on. Undefined: nothing was observed,
 * or there are no buckets.
 */
export const quantileOf = ({ bounds, atMost, total }: Buckets, share: number): Quantile | undefined => {
  const last = bounds.at(-1);
  if (last === undefined || !(total > 0)) return undefined;
  const rank = share * total;
  const at = atMost.findIndex((count) => count >= rank);
  if (at < 0) return { value: last, above: true };
  const upper = bounds[at] ?? last;
  const lower = at === 0 ? Math.min(0, upper) : (bounds[at - 1] ?? upper);
  const below = at === 0 ? 0 : (atMost[at - 1] ?? 0);
  const inside = (atMost[at] ?? 0) - below;
  return { value: inside > 0 ? lower + ((upper - lower) * (rank - below)) / inside : upper, above: false };
};

export const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((bound, at) => bound === other[at]);

/** Several histograms as one; undefined: their bounds are not the same, or there are none. */
export const together = (all: readonly Buckets[]): Buckets | undefined => {
  const [first, ...others] = all;
  if (first === undefined || others.some(({ bounds }) => !isSame(bounds, first.bounds))) return undefined;
  return {
    bounds: first.bounds,
    atMost: first.bounds.map((_, at) => all.reduce((sum, { atMost }) => sum + (atMost[at] ?? 0), 0)),
    total: all.reduce((sum, { total }) => sum + total, 0),
  };
};
