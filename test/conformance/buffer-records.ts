import type { BufferReader, BufferRecord } from "../../src/ports/buffer.ts";

const text = new TextEncoder();
const words = new TextDecoder();

export const recordOf = (word: string, more: Partial<BufferRecord> = {}): BufferRecord => ({
  kind: "metrics",
  atMs: 1_000,
  itemCount: 1,
  body: text.encode(word),
  ...more,
});

export const wordOf = ({ body }: BufferRecord): string => words.decode(body).trimEnd();

/** A record that takes so many bytes. */
export const large = (word: string, bytes: number): BufferRecord => recordOf(word.padEnd(bytes, " "));

export const everything = { maxRecords: 1_000_000, maxBytes: Number.MAX_SAFE_INTEGER };
export const mebibyte = 1024 * 1024;

/** What the reader has now, without settling it. */
export const seenBy = async (reader: BufferReader): Promise<readonly string[]> => {
  if (reader.backlog().records === 0) return [];
  const lease = await reader.lease(everything);
  const seen = lease?.records.map(wordOf) ?? [];
  lease?.release();
  return seen;
};

/** Takes and settles all there is, lease by lease. */
export const drain = async (reader: BufferReader, maxRecords = 1_000): Promise<readonly string[]> => {
  const seen: string[] = [];
  while (reader.backlog().records > 0) {
    const lease = await reader.lease({ maxRecords, maxBytes: mebibyte });
    if (lease === undefined) throw new Error("there is a backlog, and nothing is handed out");
    seen.push(...lease.records.map(wordOf));
    await lease.settle();
  }
  return seen;
};

export const numbered = (prefix: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `${prefix}${from + index}`);
