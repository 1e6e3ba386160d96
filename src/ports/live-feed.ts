import type { Happening } from "../model/happening.ts";
import type { Attributes } from "../model/point.ts";
import type { Entry, Snapshot } from "../model/snapshot.ts";

/** A task or container that is no longer there. */
export interface Former {
  /** As it was last seen. */
  readonly entry: Entry;
  /** Milliseconds since the epoch. */
  readonly goneMs: number;
}

/** How fresh figures can be. */
export interface Pace {
  /** Between two collections right now, ms. */
  readonly intervalMs: number;
  /** How often the source itself has news, ms. */
  readonly sourceRefreshMs: number;
}

/** What somebody who watches sees at one moment. Immutable. */
export interface Sight {
  /** Its rates may be of a shorter time than those of the snapshot that outputs get. */
  readonly snapshot: Snapshot;
  /** Of the last hour, oldest first. */
  readonly former: readonly Former[];
  /** Of the last hour, oldest first. */
  readonly happenings: readonly Happening[];
  /** Those of them that the sight before did not have. */
  readonly fresh: readonly Happening[];
  readonly pace: Pace;
}

/** One line of a chart: a gauge's values, or a counter's changes per second. */
export interface Series {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly perSecond: boolean;
}

/** What is remembered of one resource. `values[i][j]` is series i at `times[j]`; NaN: not known. */
export interface Remembered {
  /** Milliseconds since the epoch, growing. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly values: readonly (readonly number[])[];
}

/** How much is remembered. */
export interface RememberedExtent {
  /** Between two times, as a rule, ms. */
  readonly stepMs: number;
  /** How far back it goes at the most, ms: less than 15 minutes when there are too many series for the memory allowed. */
  readonly keptMs: number;
  /** Memory in use. */
  readonly bytes: number;
}

/** What the live page is fed from. */
export interface LiveFeed {
  current(): Sight;
  /** Somebody watches: collections are as frequent as is useful until the function returned is called. */
  watch(onSight: (sight: Sight) => void): () => void;
  /** Remembers these resources at every sight, until the function returned is called. */
  follow(keys: readonly string[]): () => void;
  /** Undefined: nothing is known of the key. */
  history(key: string): Remembered | undefined;
  extent(): RememberedExtent;
}
