import type { AppTarget } from "../../../src/web/api/contract.ts";
import type { Figure } from "../chart/columns.ts";
import { keptMs } from "../detail/track.ts";
import type { Family, Sample } from "./family.ts";
import { type Buckets, isSame } from "./quantile.ts";
import { observedPerSecond, recentBuckets, recentMean } from "./recent.ts";
import { labelsText } from "./short.ts";

/** One series over time: a figure for each of the track's times. */
export interface AppLine {
  readonly labels: Sample["labels"];
  /** Of counters the change per second, of distributions the observations per second. */
  readonly figures: Figure[];
  /** Distributions. */
  readonly means: Figure[];
  /** Histograms. */
  readonly buckets: (Buckets | undefined)[];
}

/** What one target told while somebody looked: changed in place as answers come. */
export interface AppTrack {
  readonly times: number[];
  /** By family, then by series. */
  readonly families: Map<string, Map<string, AppLine>>;
}

export const emptyAppTrack = (): AppTrack => ({ times: [], families: new Map() });

/** Two families may have one name when their kinds differ. */
export const familyKey = ({ kind, name }: Pick<Family, "kind" | "name">): string => `${kind} ${name}`;

const figureOf = ({ kind }: Family, sample: Sample): Figure => {
  if (sample.value === undefined) return observedPerSecond(sample) ?? null;
  return kind === "counter" ? (sample.perSecond ?? null) : sample.value;
};

const everyLine = ({ families }: AppTrack): AppLine[] => [...families.values()].flatMap((lines) => [...lines.values()]);

const dropOld = (track: AppTrack): void => {
  const oldest = (track.times.at(-1) ?? 0) - keptMs;
  const old = track.times.findIndex((time) => time >= oldest);
  if (old <= 0) return;
  track.times.splice(0, old);
  for (const { figures, means, buckets } of everyLine(track)) {
    for (const column of [figures, means, buckets]) column.splice(0, old);
  }
};

/** A label's value that is different each time makes new series without end: those that are no more leave first. */
const linesAtMost = 10_000;

const dropGone = (track: AppTrack): void => {
  let left = everyLine(track).length - linesAtMost;
  for (const lines of track.families.values()) {
    for (const [name, { figures }] of lines) {
      if (left <= 0) return;
      if ((figures.at(-1) ?? null) !== null) continue;
      lines.delete(name);
      left -= 1;
    }
  }
};

/** Bounds hardly ever change: one array of them is enough. */
const sharing = (now: Buckets | undefined, before: Buckets | undefined): Buckets | undefined =>
  now !== undefined && before !== undefined && isSame(now.bounds, before.bounds)
    ? { ...now, bounds: before.bounds }
    : now;

/** Adds what the target told last; nothing when it is what is known already. */
export const addTold = (track: AppTrack, { newestSampleMs, families }: AppTarget): void => {
  const { times } = track;
  if (newestSampleMs === undefined || newestSampleMs <= (times.at(-1) ?? Number.NEGATIVE_INFINITY)) return;
  const before = times.length;
  times.push(newestSampleMs);
  for (const { figures, means, buckets } of everyLine(track)) {
    figures.push(null);
    means.push(null);
    buckets.push(undefined);
  }
  for (const family of families) {
    const lines = track.families.get(familyKey(family)) ?? new Map<string, AppLine>();
    track.families.set(familyKey(family), lines);
    for (const sample of family.samples) {
      const name = labelsText(sample.labels);
      const line = lines.get(name) ?? {
        labels: sample.labels,
        figures: new Array<Figure>(before + 1).fill(null),
        means: new Array<Figure>(before + 1).fill(null),
        buckets: new Array<Buckets | undefined>(before + 1).fill(undefined),
      };
      lines.set(name, line);
      line.figures[before] = figureOf(family, sample);
      line.means[before] = recentMean(sample) ?? null;
      line.buckets[before] = sharing(recentBuckets(sample), line.buckets[before - 1]);
    }
  }
  dropOld(track);
  dropGone(track);
};
