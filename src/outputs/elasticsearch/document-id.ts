import type { Hashing } from "../../ports/hashing.ts";

/** 120 bits of the hash: two of a billion documents of one millisecond are never the same. */
const hashDigits = 30;

/**
 * The document's `_id`: its time first, so that Elasticsearch finds neighbours fast, then who and what it is about.
 * The same sample has the same id, in whatever batch and however often it is sent.
 */
export const documentId = (hashing: Hashing, atMs: number, parts: readonly string[]): string =>
  `${Math.floor(atMs).toString(36)}-${hashing.sha256(JSON.stringify(parts)).toHex().slice(0, hashDigits)}`;
