import type { BufferRecord, LossReason, StoredRecord } from "../../ports/buffer.ts";
import { roomOf } from "./segment.ts";

export type AppendResult = { readonly ok: true } | { readonly ok: false; readonly reason: LossReason };

export interface AppendParts {
  /** Bytes that are written together at most, unless one record alone is larger. */
  readonly groupBytes: number;
  /** Sequence of the next record. */
  next(): number;
  /** Stores the records; false when the buffer closes before it can. */
  write(records: readonly StoredRecord[]): Promise<boolean>;
}

/** Appends from many sides, written one group after the other: what comes while one is written joins the next. */
export interface Appends {
  add(records: readonly BufferRecord[]): Promise<AppendResult>;
  /** Resolves when nothing is waiting or being written. */
  idle(): Promise<void>;
}

interface Waiting {
  readonly records: readonly BufferRecord[];
  taken: number;
  readonly done: (result: AppendResult) => void;
}

export const createAppends = ({ groupBytes, next, write }: AppendParts): Appends => {
  const queue: Waiting[] = [];
  let running: Promise<void> | undefined;

  /** The next records to write together, and the appends that are complete with them. */
  const takeGroup = (): { readonly records: StoredRecord[]; readonly complete: Waiting[] } => {
    const records: StoredRecord[] = [];
    const complete: Waiting[] = [];
    const first = next();
    let bytes = 0;
    for (let waiting = queue[0]; waiting !== undefined; waiting = queue[0]) {
      for (let record = waiting.records[waiting.taken]; record !== undefined; record = waiting.records[waiting.taken]) {
        bytes += roomOf(record);
        if (bytes > groupBytes && records.length > 0) return { records, complete };
        const { kind, atMs, itemCount, body } = record;
        records.push({ sequence: first + records.length, kind, atMs, itemCount, body });
        waiting.taken += 1;
      }
      complete.push(waiting);
      queue.shift();
    }
    return { records, complete };
  };

  const run = async (): Promise<void> => {
    // So that all appends of one turn are written together.
    await Promise.resolve();
    while (queue.length > 0) {
      const { records, complete } = takeGroup();
      const stored = records.length === 0 || (await write(records));
      for (const { done } of complete) done(stored ? { ok: true } : { ok: false, reason: "closed" });
      if (!stored) for (const { done } of queue.splice(0)) done({ ok: false, reason: "closed" });
    }
    running = undefined;
  };

  return {
    add: (records) =>
      new Promise((done) => {
        queue.push({ records, taken: 0, done });
        running ??= run();
      }),
    idle: async () => {
      await running;
    },
  };
};
