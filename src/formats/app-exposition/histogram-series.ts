import type { AppBucket, AppHistogram } from "../../model/app-family.ts";
import type { Attributes } from "../../model/point.ts";
import type { DropReason, Tally } from "../app-reading.ts";
import { type Figures, takeFigure } from "./figures.ts";
import { labelKey, labelsOf, labelValue } from "./labels.ts";
import { readNumber } from "./number.ts";
import type { SampleLine } from "./sample-line.ts";
import type { Series } from "./series.ts";

interface Draft extends Figures {
  readonly labels: Attributes;
  readonly buckets: Map<number, number>;
  readonly atMs: number;
  /** Lines that went in. */
  lines: number;
}

const takeBucket = (draft: Draft, line: SampleLine): DropReason | undefined => {
  const upperBound = readNumber(labelValue(line, "le") ?? "");
  if (upperBound === undefined || Number.isNaN(upperBound) || upperBound === Number.NEGATIVE_INFINITY) {
    return "impossible";
  }
  if (line.value < 0) return "impossible";
  if (draft.buckets.has(upperBound)) return "repeated";
  draft.buckets.set(upperBound, line.value);
  return undefined;
};

const rises = (buckets: readonly AppBucket[], count: number): boolean => {
  let below = 0;
  for (const bucket of buckets) {
    if (bucket.count < below) return false;
    below = bucket.count;
  }
  return below <= count;
};

interface Counted {
  readonly buckets: readonly AppBucket[];
  readonly count: number;
  /** Lines that are not in it. */
  readonly lost: number;
}

/** Buckets with the count they belong to. Where they fall they are left out, and the count that is told stands. */
const countedOf = ({ buckets, count: told }: Draft): Counted | undefined => {
  const count = buckets.get(Number.POSITIVE_INFINITY) ?? told;
  if (count === undefined) return undefined;
  const finite = Array.from(buckets, ([upperBound, below]): AppBucket => ({ upperBound, count: below }))
    .filter(({ upperBound }) => upperBound !== Number.POSITIVE_INFINITY)
    .sort((a, b) => a.upperBound - b.upperBound);
  if (rises(finite, count)) return { buckets: finite, count, lost: 0 };
  return told === undefined ? undefined : { buckets: [], count: told, lost: buckets.size };
};

/** Classic histograms: `_bucket` by `le`, `_count`, `_sum`, one for each set of the other labels. */
export const histogramSeries = (tally: Tally, nowMs: number): Series<AppHistogram> => {
  const byLabels = new Map<string, Draft>();

  const finished = (draft: Draft, cut: boolean): AppHistogram[] => {
    const counted = countedOf(draft);
    if (counted === undefined) {
      tally.takeBack(cut ? "over-samples" : "impossible", draft.lines);
      return [];
    }
    const { buckets, count, lost } = counted;
    tally.takeBack("impossible", lost);
    const { lines: _, ...told } = draft;
    return [{ ...told, buckets, count }];
  };

  return {
    take: (line, part) => {
      if (part === "value" || part === "quantile") return "impossible";
      const skip = part === "bucket" ? "le" : undefined;
      const key = labelKey(line, skip);
      if (key === undefined) return "malformed";
      if (!Number.isFinite(line.value)) return "not-finite";
      const known = byLabels.get(key);
      const draft: Draft = known ?? {
        labels: labelsOf(line, skip),
        buckets: new Map(),
        atMs: line.atMs ?? nowMs,
        lines: 0,
      };
      const dropped = part === "bucket" ? takeBucket(draft, line) : takeFigure(draft, part, line.value);
      if (dropped !== undefined) return dropped;
      draft.lines += 1;
      if (known === undefined) byLabels.set(key, draft);
      return undefined;
    },
    finish: (cut) => [...byLabels.values()].flatMap((draft) => finished(draft, cut)),
  };
};
