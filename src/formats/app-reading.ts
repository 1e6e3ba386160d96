import type { AppFamily } from "../model/app-family.ts";

/** Why something that an app gave is not in the reading. */
export const dropReasons = [
  /** A line or a value that cannot be read. */
  "malformed",
  /** NaN or infinite, as a summary without observations has it. */
  "not-finite",
  /** A negative counter, buckets that fall, a histogram without a count. */
  "impossible",
  /** The same series once more: the first one counts. */
  "repeated",
  /** Behind the limit of samples. */
  "over-samples",
  /** Name and labels are longer than the limit. */
  "over-labels",
] as const;

export type DropReason = (typeof dropReasons)[number];

/** What one answer of an app holds. Nothing of it keeps the answer's text in memory. */
export interface Reading {
  /** Without empty ones. Two may have one name when their kinds differ. */
  readonly families: readonly AppFamily[];
  /** Series as the app gives them, a bucket counted as one, that are in the families. */
  readonly samples: number;
  /** Lines or values that are not. */
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** The first thing that could not be read, or why nothing could. Lines from 1; 0 is the answer as a whole. */
  readonly trouble?: { readonly line: number; readonly what: string };
}

/** Whether an answer is a page for people, whatever type it says it has. */
export const isPage = (body: string): boolean => body.slice(0, 200).trimStart().startsWith("<");

/** The counts of a reading that is being made. */
export class Tally {
  samples = 0;
  readonly dropped: Record<DropReason, number> = {
    malformed: 0,
    "not-finite": 0,
    impossible: 0,
    repeated: 0,
    "over-samples": 0,
    "over-labels": 0,
  };
  trouble: { readonly line: number; readonly what: string } | undefined;

  drop(reason: DropReason, count = 1): void {
    this.dropped[reason] += count;
  }

  /** Of what was counted as read, this much turned out to be nothing. */
  takeBack(reason: DropReason, count: number): void {
    this.samples -= count;
    this.dropped[reason] += count;
  }

  malformed(line: number, what: string): void {
    this.dropped.malformed += 1;
    this.trouble ??= { line, what };
  }

  reading(families: readonly AppFamily[]): Reading {
    const { samples, dropped, trouble } = this;
    return trouble === undefined ? { families, samples, dropped } : { families, samples, dropped, trouble };
  }
}
