import type { BufferRecord, StoredRecord } from "../../src/ports/buffer.ts";

/** What the test knows of one reader. */
export interface ReaderModel {
  readonly name: string;
  readonly whenFull: "block" | "drop-oldest";
  readonly kinds: readonly string[] | undefined;
  /** Ids that it has to get: acknowledged after it began, of a kind it wants. */
  readonly owed: Set<number>;
  /** Ids that it may get: those, and what was appended but not acknowledged, or while it came. */
  readonly perhaps: Set<number>;
  /** Ids that it was handed and has settled. */
  readonly settled: Set<number>;
  /** Records counted as lost, over all runs so far but this one. */
  lostBefore: number;
}

/** Every record's body is its id and a filling that follows from it, so that nothing else can be taken for it. */
export const bodyOf = (id: number, bytes: number): Uint8Array => {
  const body = new Uint8Array(Math.max(6, bytes));
  const view = new DataView(body.buffer);
  view.setUint32(0, id);
  for (let index = 4; index < body.length; index += 1) body[index] = (id * 31 + index * 7) % 256;
  return body;
};

export const idOf = ({ body }: BufferRecord): number =>
  new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(0);

/** The id, once the record is what was appended under it; otherwise nothing. */
export const genuine = (record: StoredRecord, appended: ReadonlyMap<number, BufferRecord>): number | undefined => {
  const id = idOf(record);
  const original = appended.get(id);
  if (original === undefined || original.kind !== record.kind || original.itemCount !== record.itemCount)
    return undefined;
  if (original.atMs !== record.atMs || original.body.length !== record.body.length) return undefined;
  return original.body.every((byte, index) => record.body[index] === byte) ? id : undefined;
};
