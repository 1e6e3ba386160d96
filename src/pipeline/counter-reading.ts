/** A counter's sample, as it came. */
export interface CounterSample {
  readonly value: number;
  readonly atMs: number;
  readonly sinceMs?: number | undefined;
}

/** What is remembered of a counter between collections. */
export interface Reading {
  readonly value: number;
  /** The source's sample time. */
  readonly atMs: number;
  /** The value before an unexplained decrease, until the next sample shows whether that was a slip. */
  readonly high?: number;
}

/** A reading and what it adds to the one before. */
export interface Step {
  readonly reading: Reading;
  /** Never more than really happened. */
  readonly grown: number;
  /** Whether `grown` is all that happened. */
  readonly certain: boolean;
}

export const firstReading = ({ value, atMs }: CounterSample): Reading => ({ value, atMs });

/** The count began anew between the two samples. (The container's facts may be newer than its statistics.) */
export const isAnew = (before: Reading, { sinceMs, atMs }: CounterSample): boolean =>
  sinceMs !== undefined && sinceMs > before.atMs && sinceMs <= atMs;

/**
 * The next reading of a counter. A smaller value is a reset when the count is known to have begun anew: then all of it
 * is growth. Otherwise it is not guessed at; and when the sample after it fits the one before, the low one was a slip
 * of the source.
 */
export const nextReading = (before: Reading, sample: CounterSample): Step => {
  const { value, atMs } = sample;
  if (atMs === before.atMs) return { reading: before, grown: 0, certain: true };
  if (value >= before.value) {
    const slipped = before.high !== undefined && value >= before.high;
    return { reading: { value, atMs }, grown: value - (slipped ? before.high : before.value), certain: !slipped };
  }
  if (isAnew(before, sample)) return { reading: { value, atMs }, grown: value, certain: true };
  return { reading: { value, atMs, high: Math.max(before.value, before.high ?? 0) }, grown: 0, certain: false };
};

/**
 * The next reading of a counter whose source itself says since when it counts: after a new start all of it is growth,
 * also where it has passed the old value already.
 */
export const nextOwnReading = (before: Reading, sample: CounterSample): Step =>
  isAnew(before, sample)
    ? { reading: firstReading(sample), grown: sample.value, certain: true }
    : nextReading(before, sample);
