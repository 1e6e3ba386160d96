import { expect } from "vitest";
import type { BufferReader, BufferRecord, RecordBuffer, StoredRecord } from "../../src/ports/buffer.ts";
import type { ReaderName } from "./buffer-actions.ts";
import { bodyOf, genuine, idOf, type ReaderModel } from "./buffer-model.ts";

/** What has to hold at the end, beside that nothing is lost in silence. */
export interface Strictness {
  /** Not more is counted than there is. */
  readonly exact: boolean;
  /** The disk is sound: nothing is found damaged. */
  readonly sound: boolean;
}

type Readers = ReadonlyMap<ReaderName, BufferReader>;

const lostBy = (reader: BufferReader): number =>
  [...reader.lost().values()].reduce((sum, { records }) => sum + records, 0);
const tornBy = (buffer: RecordBuffer): number => buffer.state().lost.get("torn")?.records ?? 0;
const isSafe = (buffer: RecordBuffer): boolean => buffer.state().durable && buffer.state().memoryBytes === 0;

/** The simple model beside the journal: who is owed what, and what was counted as lost. */
export const createBooks = ({ exact, sound }: Strictness) => {
  const appended = new Map<number, BufferRecord>();
  const models = new Map<ReaderName, ReaderModel>();
  /** Acknowledged while the buffer said that it is not durable, and it has not been since. */
  const unsafe = new Set<number>();
  /** Appended, and not yet answered. */
  const pending = new Set<number>();
  let tornBefore = 0;

  const newModel = (name: ReaderName): ReaderModel => ({
    name,
    whenFull: name === "b" ? "block" : "drop-oldest",
    kinds: name === "only logs" ? ["logs"] : undefined,
    owed: new Set(),
    perhaps: new Set(pending),
    settled: new Set(),
    lostBefore: 0,
  });

  const checkSound = (name: ReaderName, reader: BufferReader): void => {
    if (sound) expect(reader.lost().get("corrupt"), `${name} finds damage`).toBeUndefined();
  };

  const newRecord = (bytes: number, kind: string, atMs: number): BufferRecord => {
    const id = appended.size + 1;
    const record = { kind, atMs, itemCount: (id % 5) + 1, body: bodyOf(id, bytes) };
    appended.set(id, record);
    return record;
  };

  const acknowledge = (buffer: RecordBuffer, ids: readonly number[], readers: readonly ReaderModel[]): void => {
    if (isSafe(buffer)) unsafe.clear();
    else for (const id of ids) unsafe.add(id);
    for (const { owed } of readers) for (const id of ids) owed.add(id);
  };

  return {
    model: (name: ReaderName): ReaderModel => {
      const model = models.get(name) ?? newModel(name);
      models.set(name, model);
      return model;
    },

    /** New records; `answered` is told of the buffer that acknowledged them, or of none. */
    write: (sizes: readonly number[], kind: string, atMs: number) => {
      const records = sizes.map((size) => newRecord(size, kind, atMs));
      const ids = records.map(idOf);
      // Only readers that are there now are owed the records; one that comes while they are written may get them.
      const readers = [...models.values()].filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
      for (const { perhaps } of models.values()) for (const id of ids) perhaps.add(id);
      for (const id of ids) pending.add(id);
      const answered = (buffer: RecordBuffer | undefined): void => {
        for (const id of ids) pending.delete(id);
        if (buffer !== undefined) acknowledge(buffer, ids, readers);
      };
      return { records, answered };
    },

    /** The ids of records that were handed out, each as it was appended. */
    idsOf: (records: readonly StoredRecord[]): readonly number[] =>
      records.map((record) => {
        const id = genuine(record, appended);
        expect(id, "a record that nobody appended").toBeDefined();
        return id ?? 0;
      }),

    settle: (name: ReaderName, ids: readonly number[]): void => {
      for (const id of ids) models.get(name)?.settled.add(id);
    },

    forget: (name: ReaderName): void => {
      models.delete(name);
    },

    /** The process is over: its counters with it, and what it had in memory only. */
    closeRun: (buffer: RecordBuffer, readers: Readers): void => {
      for (const [name, reader] of readers) {
        const model = models.get(name);
        if (model !== undefined) model.lostBefore += lostBy(reader);
        checkSound(name, reader);
      }
      tornBefore += tornBy(buffer);
      if (!isSafe(buffer)) for (const { owed } of models.values()) for (const id of unsafe) owed.delete(id);
      unsafe.clear();
    },

    /** When there is nothing more to deliver: what is missing is counted. */
    check: (buffer: RecordBuffer, readers: Readers): void => {
      for (const [name, reader] of readers) {
        const model = models.get(name);
        if (model === undefined) continue;
        const missing = [...model.owed].filter((id) => !model.settled.has(id));
        const counted = model.lostBefore + lostBy(reader) + tornBefore + tornBy(buffer);
        expect(missing.length, `${name} misses ${missing.slice(0, 10)}`).toBeLessThanOrEqual(counted);
        const perhaps = [...model.perhaps].filter((id) => !model.settled.has(id));
        checkSound(name, reader);
        if (exact) expect(counted, `${name} counts too much`).toBeLessThanOrEqual(perhaps.length);
      }
    },
  };
};
