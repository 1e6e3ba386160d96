import type { Problem } from "../problems/problem.ts";

/** One thing to deliver: a collection's points, a check result, log lines. The buffer does not look inside. */
export interface BufferRecord {
  /** What the body is, for whoever decodes it. 1 to 32 bytes of UTF-8; a buffer takes 32 different ones in its life. */
  readonly kind: string;
  /** Milliseconds since the epoch; what age limits are about. */
  readonly atMs: number;
  /** Points, checks or lines in the body (a whole number), so that losses are counted in things people know. */
  readonly itemCount: number;
  readonly body: Uint8Array;
}

export interface StoredRecord extends BufferRecord {
  /** Grows by one from record to record, over restarts too. */
  readonly sequence: number;
}

/** What happens when the buffer is full: the writer waits, or the reader's oldest records are dropped and counted. */
export type WhenFull = "block" | "drop-oldest";

/**
 * Why records were lost to a reader. `corrupt`: damaged or missing on the disk, or in memory when the process died;
 * `torn`: the end of a write that a crash cut off, nearly always before it was acknowledged; `closed`: in memory only
 * when the buffer closed.
 */
export type LossReason = "full" | "too-old" | "corrupt" | "torn" | "too-large" | "closed";

/** `bytes` are those of the bodies. */
export interface LossCount {
  readonly records: number;
  readonly items: number;
  readonly bytes: number;
}

export interface ReaderOptions {
  /** A reader that blocks and is behind makes the writer wait, and with it every other reader. */
  readonly whenFull: WhenFull;
  /** Records older than this are dropped and counted instead of leased. */
  readonly maxAgeMs?: number | undefined;
  /** Kinds it wants; others are passed over without being counted. All when left out. */
  readonly kinds?: readonly string[] | undefined;
}

/** Records handed out for delivery, oldest first. Exactly one of `settle` and `release` ends the lease, once. */
export interface Lease {
  readonly records: readonly StoredRecord[];
  /**
   * Delivered, or lost and counted elsewhere: never handed out again once this resolved, unless the place could not be
   * written to the disk (see `problems` of the state) and the process ends.
   */
  settle(): Promise<void>;
  /** Not delivered: handed out again, in the same order. */
  release(): void;
}

/** One output's place in the buffer. It outlives restarts under the output's configured name. */
export interface BufferReader {
  /**
   * The oldest records not settled, at least one, within the limits (one record may be larger than `maxBytes` alone).
   * Waits for a record; undefined when the signal fires, the reader is forgotten or the buffer closes. One lease at a
   * time: asking for a second is a defect, and throws.
   */
  lease(
    limits: { readonly maxRecords: number; readonly maxBytes: number },
    signal?: AbortSignal,
  ): Promise<Lease | undefined>;
  backlog(): Backlog;
  /** Since the buffer was opened. */
  lost(): ReadonlyMap<LossReason, LossCount>;
}

/** What a reader has not settled, leased records included. */
export interface Backlog extends LossCount {
  /** `atMs` of the oldest of them; absent when there is none, or until it has been looked at. */
  readonly oldestMs?: number | undefined;
}

/** A reader known from an earlier run that nobody asked for in this one. */
export interface UnclaimedReader {
  readonly name: string;
  /** Milliseconds since the epoch when it last settled something. */
  readonly lastSettledMs: number;
  readonly backlog: Backlog;
}

export interface BufferState {
  /** Whether what is appended now outlives the process, for every reader. */
  readonly durable: boolean;
  /** Room taken, of `maxBytes`: bodies, and what it takes to keep them. */
  readonly bytes: number;
  readonly maxBytes: number;
  /** Of `bytes`, what is in memory. */
  readonly memoryBytes: number;
  /** Losses of no single reader: torn ends found at the start, records too large to take or refused at the close. */
  readonly lost: ReadonlyMap<LossReason, LossCount>;
  /** Damaged files set aside since the buffer was opened, for whoever wants to look at them. */
  readonly setAside: { readonly files: number; readonly bytes: number };
  readonly unclaimed: readonly UnclaimedReader[];
  /** Troubles that last right now. */
  readonly problems: readonly Problem[];
}

/**
 * Keeps records until every reader has settled them. What was appended is handed out at least once to each reader, or
 * counted as lost with the reason. Bounded in bytes and age. Never throws for a full or broken disk.
 */
export interface RecordBuffer {
  /**
   * Resolves when the records are as safe as the buffer can make them. With a `block` reader behind and no room, it
   * waits. `ok: false` when one of the records is larger than the buffer can ever take (a quarter of it) or of a kind
   * too many, or at `close`; then they count as lost, all of them when one is too large.
   */
  append(
    records: readonly BufferRecord[],
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: LossReason }>;
  /**
   * The reader of that name, which may have any characters; a new one begins with the next record appended. Asking again
   * changes its options.
   */
  reader(name: string, options: ReaderOptions): BufferReader;
  /** Gives a reader up: what was kept for it alone is removed. One that is not there is fine. */
  forget(name: string): Promise<void>;
  state(): BufferState;
  /** Takes nothing more, writes what it has taken, and ends every waiting lease. What is in memory only is lost. */
  close(): Promise<void>;
}
