import type { StoredRecord } from "../../ports/buffer.ts";
import { copyMark, type Mark } from "./mark.ts";
import { roomOf, type Segment, type Sighting } from "./segment.ts";

export interface MemorySegment extends Segment {
  readonly records: readonly StoredRecord[];
  /** Keeps copies: the caller's bytes may be a corner of something large. */
  add(records: readonly StoredRecord[]): void;
}

const sightingOf = ({ sequence, kind, atMs, itemCount, body }: StoredRecord): Sighting => ({
  sequence,
  kind,
  atMs,
  itemCount,
  bodyBytes: body.length,
  body,
});

/** A segment of this process's memory. */
export const createMemorySegment = (after: Mark): MemorySegment => {
  const start = copyMark(after);
  const records: StoredRecord[] = [];
  let bytes = 0;
  return {
    start,
    durable: false,
    suspect: false,
    records,
    get bytes() {
      return bytes;
    },
    add: (added) => {
      for (const record of added) {
        records.push({ ...record, body: new Uint8Array(record.body) });
        bytes += roomOf(record);
      }
    },
    walk: (fromSequence) => {
      let index = Math.max(0, fromSequence - start.sequence);
      return {
        peek: () => {
          const record = records[index];
          return record === undefined ? undefined : sightingOf(record);
        },
        advance: () => {
          index += 1;
        },
        fill: async () => (index < records.length ? "more" : "end"),
        close: () => {},
      };
    },
  };
};
