import type { LossCount, StoredRecord } from "../../ports/buffer.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Mark } from "./mark.ts";
import type { Segment } from "./segment.ts";

/** A reader's place, as it is kept over restarts. */
export interface Cursor {
  readonly here: Mark;
  /** Milliseconds since the epoch. */
  readonly lastSettledMs: number;
  /** `atMs` of the record that follows, when it has been looked at. */
  readonly oldestMs: number | undefined;
  /** Dropped while they were leased: lost, unless that lease is settled. */
  readonly inDoubt: LossCount;
}

/** Where segments and cursors are kept. One `write` or `seal` is under way at a time. */
export interface Store {
  /** Whether what is written now outlives the process. */
  readonly durable: boolean;
  /** The segment being written to. */
  readonly open: Segment | undefined;
  /**
   * Puts the records at the end of the timeline. Resolves when they are as safe as they can be, or, with nothing stored,
   * when room is wanted: this segment must go first, or time pass.
   */
  write(
    records: readonly StoredRecord[],
  ): Promise<{ readonly stored: true } | { readonly stored: false; readonly wants: Segment }>;
  /** Ends the segment being written to. */
  seal(): Promise<void>;
  /** Frees what a segment, no longer in the timeline, takes. */
  discard(segment: Segment): Promise<void>;
  /** What a reader's cursor is kept under; two names never share one. */
  key(reader: string): string;
  /**
   * Says how safe it is now; `durable` outlives a crash of the machine, `written` one of the process. When it is `not`,
   * it is where it was, and a restart hands records out again.
   */
  saveCursor(key: string, cursor: Cursor, how: "durable" | "usual"): Promise<"durable" | "written" | "not">;
  removeCursor(key: string): Promise<void>;
  /** Room that a write may take beside its records. */
  overheadBytes(): number;
  problems(): readonly Problem[];
  setAside(): Pick<LossCount, "bytes"> & { readonly files: number };
  /** Makes durable what still can be. */
  close(): Promise<void>;
}
