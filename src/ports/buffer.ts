/** One thing to deliver: a collection's points, a check result, log lines. The buffer does not look inside. */
export interface BufferRecord {
  /** What the body is, for whoever decodes it. At most 32 bytes of UTF-8. */
  readonly kind: string;
  /** Milliseconds since the epoch; what age limits are about. */
  readonly atMs: number;
  /** Points, checks or lines in the body, so that losses are counted in things people know. */
  readonly itemCount: number;
  readonly body: Uint8Array;
}

export interface StoredRecord extends BufferRecord {
  /** Grows by one from record to record, over restarts too. */
  readonly sequence: number;
}

/** What happens when the buffer is full: the writer waits, or the reader's oldest records are dropped and counted. */
export type WhenFull = "block" | "drop-oldest";

/** Why records were lost to a reader. */
export type LossReason = "full" | "too-old" | "corrupt" | "too-large" | "closed";

export interface LossCount {
  readonly records: number;
  readonly items: number;
  readonly bytes: number;
}

export interface ReaderOptions {
  readonly whenFull: WhenFull;
  /** Records older than this are dropped and counted instead of leased. */
  readonly maxAgeMs?: number | undefined;
  /** Kinds it wants; others are passed over without being counted. All when left out. */
  readonly kinds?: readonly string[] | undefined;
}

/** Records handed out for delivery, oldest first. Exactly one of `settle` and `release` ends the lease. */
export interface Lease {
  readonly records: readonly StoredRecord[];
  /** Delivered, or lost and counted elsewhere: never handed out again, once this resolved. */
  settle(): Promise<void>;
  /** Not delivered: handed out again, in the same order. */
  release(): void;
}

/** One output's place in the buffer. It outlives restarts under the output's configured name. */
export interface BufferReader {
  /**
   * The oldest records not settled, at least one, within the limits (one record may be larger than `maxBytes` alone).
   * Waits for a record; undefined when the signal fires or the buffer closes. One lease at a time.
   */
  lease(
    limits: { readonly maxRecords: number; readonly maxBytes: number },
    signal?: AbortSignal,
  ): Promise<Lease | undefined>;
  backlog(): { readonly records: number; readonly items: number; readonly bytes: number; readonly oldestMs?: number };
  lost(): ReadonlyMap<LossReason, LossCount>;
}

export interface BufferState {
  readonly durable: boolean;
  readonly bytes: number;
  readonly maxBytes: number;
  /** Losses that concern every reader: corrupt parts found at the start, records too large to take. */
  readonly lost: ReadonlyMap<LossReason, LossCount>;
}

/**
 * Keeps records until every reader has settled them. What was appended is handed out at least once to each reader, or
 * counted as lost with the reason. Bounded in bytes and age. Never throws for a full or broken disk.
 */
export interface RecordBuffer {
  /**
   * Resolves when the records are as safe as the buffer can make them. With a `block` reader behind and no room, it
   * waits; `ok: false` only for a record larger than the buffer can ever take, or after `close`.
   */
  append(
    records: readonly BufferRecord[],
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: LossReason }>;
  /** The reader of that name; a new one begins with the next record appended. */
  reader(name: string, options: ReaderOptions): BufferReader;
  state(): BufferState;
  close(): Promise<void>;
}
