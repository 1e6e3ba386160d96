import type { Columns, Figure } from "./columns.ts";

/** Points merged into buckets of time: what was between the lowest and the highest is not lost with the mean. */
export interface Merged {
  readonly times: readonly number[];
  readonly mean: readonly (readonly Figure[])[];
  readonly low: readonly (readonly Figure[])[];
  readonly high: readonly (readonly Figure[])[];
  /** Length of a bucket; 0: nothing was merged. */
  readonly bucketMs: number;
}

const bucketsMs = [1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000] as const;

/** The shortest bucket that gives `places` of them room for this span. */
export const bucketFor = (spanMs: number, places: number): number =>
  bucketsMs.find((bucketMs) => spanMs / bucketMs <= places) ?? 60_000;

interface Bucket {
  readonly from: number;
  readonly to: number;
}

/** Buckets stand at fixed times, so that a chart that moves on does not flicker. */
const bucketsOf = (times: readonly number[], bucketMs: number): Bucket[] => {
  const buckets: Bucket[] = [];
  let from = 0;
  for (let at = 1; at <= times.length; at += 1) {
    const sameBucket =
      at < times.length && Math.floor((times[at] ?? 0) / bucketMs) === Math.floor((times[from] ?? 0) / bucketMs);
    if (sameBucket) continue;
    buckets.push({ from, to: at });
    from = at;
  }
  return times.length === 0 ? [] : buckets;
};

const known = (column: readonly Figure[], { from, to }: Bucket): number[] =>
  column.slice(from, to).filter((value) => value !== null);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const each =
  (of: (values: readonly number[]) => number) =>
  (values: readonly number[]): Figure =>
    values.length === 0 ? null : of(values);

/** Merges what falls into one bucket when there are more points than `places`; else leaves them as they are. */
export const merge = ({ times, values }: Columns, places: number): Merged => {
  if (times.length <= places) return { times, mean: values, low: values, high: values, bucketMs: 0 };
  const bucketMs = bucketFor((times.at(-1) ?? 0) - (times[0] ?? 0), places);
  const buckets = bucketsOf(times, bucketMs);
  const parts = values.map((column) => buckets.map((bucket) => known(column, bucket)));
  return {
    times: buckets.map(({ from, to }) => mean(times.slice(from, to))),
    mean: parts.map((column) => column.map(each(mean))),
    low: parts.map((column) => column.map(each((bucket) => Math.min(...bucket)))),
    high: parts.map((column) => column.map(each((bucket) => Math.max(...bucket)))),
    bucketMs,
  };
};
