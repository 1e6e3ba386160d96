import type { BufferRecord } from "../../ports/buffer.ts";
import type { DiskFailure } from "../../ports/disk.ts";
import type { Mark, Passing } from "./mark.ts";

/** A run of consecutive records, kept and removed as one. */
export interface Segment {
  /** Before its first record. */
  readonly start: Mark;
  /** Whether it outlives the process. */
  readonly durable: boolean;
  /** Room it takes. */
  readonly bytes: number;
  /** Damage was seen in it: nothing more is written to it, and it is set aside instead of removed. */
  suspect: boolean;
  /** A way through its records, from the first with at least this sequence on. */
  walk(fromSequence: number): Walk;
}

/** A record seen on the way. Without a body it is damaged: what it was is known, and that it is lost. */
export interface Sighting extends Passing {
  readonly body: Uint8Array | undefined;
}

/** One way through one segment, for one walker. */
export interface Walk<Seen extends Sighting = Sighting> {
  /** The next record, when it is at hand; the same one until `advance`. Sequences grow, with holes where it is damaged. */
  peek(): Seen | undefined;
  /** Goes behind the record last seen. */
  advance(): void;
  /** Gets more at hand. `end`: there is no more now; there may be later when the segment is still written to. */
  fill(): Promise<"more" | "end" | DiskFailure>;
  close(): void;
}

/** Room that a record takes at most, beside its body: see journal/frame.ts. */
const overheadBytes = 88;

export const roomOf = ({ body }: BufferRecord): number => body.length + overheadBytes;

export const roomOfAll = (records: readonly BufferRecord[]): number =>
  records.reduce((sum, record) => sum + roomOf(record), 0);
