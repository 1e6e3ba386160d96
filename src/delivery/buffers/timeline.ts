import type { LossReason, StoredRecord } from "../../ports/buffer.ts";
import { copyMark, type Mark, pass } from "./mark.ts";
import type { Segment } from "./segment.ts";

/** All that is kept, oldest first. Between two segments, and behind the last, records may be missing. */
export interface Timeline {
  readonly segments: readonly Segment[];
  /** Behind the last record appended. */
  readonly end: Mark;
  /** The segment whose part of the timeline has the sequence, though the record itself may be missing. */
  at(sequence: number): Segment | undefined;
  after(segment: Segment): Segment | undefined;
  /** Where the segment's part of the timeline ends. */
  endOf(segment: Segment): Mark;
  /** Why records may be missing right before the segment, or before the end when there is none. */
  gapBefore(segment: Segment | undefined): LossReason;
  push(segment: Segment): void;
  /** The same records, kept elsewhere. False when the segment is not there any more. */
  replace(segment: Segment, by: Segment): boolean;
  /** What readers had not come to is lost to them for this reason. */
  remove(segment: Segment, reason: LossReason): void;
  /** The records are in the last segment now. */
  append(records: readonly StoredRecord[]): void;
  /** Gives up what is behind the mark. */
  cut(at: Mark): void;
  bytes(): number;
  memoryBytes(): number;
}

export const createTimeline = (found: readonly Segment[], foundEnd: Mark): Timeline => {
  const segments = [...found];
  const gaps = new WeakMap<Segment, LossReason>();
  let gapAtEnd: LossReason | undefined;
  let end = foundEnd;
  const after = (segment: Segment): Segment | undefined =>
    segments.find(({ start }) => start.sequence > segment.start.sequence);
  const sum = (counts: (segment: Segment) => boolean): number =>
    segments.reduce((bytes, segment) => bytes + (counts(segment) ? segment.bytes : 0), 0);
  return {
    segments,
    get end() {
      return end;
    },
    at: (sequence) => segments.findLast(({ start }) => start.sequence <= sequence),
    after,
    endOf: (segment) => after(segment)?.start ?? end,
    gapBefore: (segment) => (segment === undefined ? gapAtEnd : gaps.get(segment)) ?? "corrupt",
    push: (segment) => {
      if (gapAtEnd !== undefined) gaps.set(segment, gapAtEnd);
      gapAtEnd = undefined;
      segments.push(segment);
    },
    replace: (segment, by) => {
      const index = segments.indexOf(segment);
      if (index === -1) return false;
      segments[index] = by;
      const gap = gaps.get(segment);
      if (gap !== undefined) gaps.set(by, gap);
      return true;
    },
    remove: (segment, reason) => {
      const index = segments.indexOf(segment);
      if (index === -1) return;
      const next = after(segment);
      segments.splice(index, 1);
      if (next === undefined) gapAtEnd = reason;
      else gaps.set(next, reason);
    },
    append: (records) => {
      for (const { sequence, kind, atMs, itemCount, body } of records) {
        pass(end, { sequence, kind, atMs, itemCount, bodyBytes: body.length });
      }
    },
    cut: (at) => {
      end = copyMark(at);
    },
    bytes: () => sum(() => true),
    memoryBytes: () => sum(({ durable }) => !durable),
  };
};
