import type { Mark } from "../mark.ts";
import { getU64, setU64, viewOf } from "./bytes.ts";

/**
 * The ledger of a mark as a table, one row of 64 bytes a kind, little-endian:
 *
 *    0  u64  records      8  u64  items      16  u64  bytes of bodies
 *   24  u8   length of the kind (0: what recovery could not tell)
 *   25       kind, filled up with zeros
 */
export const rowBytes = 64;
const kindAt = 25;
const maxKindBytes = 32;

const utf8 = new TextEncoder();
const text = new TextDecoder();

export const writeLedger = (into: Uint8Array, offset: number, { passed }: Mark): void => {
  const view = viewOf(into);
  let row = offset;
  for (const [kind, { records, items, bytes }] of passed) {
    setU64(view, row, records);
    setU64(view, row + 8, items);
    setU64(view, row + 16, bytes);
    const name = utf8.encode(kind);
    view.setUint8(row + 24, name.length);
    into.set(name, row + kindAt);
    row += rowBytes;
  }
};

export const readLedger = (bytes: Uint8Array, offset: number, rows: number): Mark["passed"] => {
  const view = viewOf(bytes);
  const passed: Mark["passed"] = new Map();
  for (let row = offset; row < offset + rows * rowBytes; row += rowBytes) {
    const length = Math.min(maxKindBytes, view.getUint8(row + 24));
    passed.set(text.decode(bytes.subarray(row + kindAt, row + kindAt + length)), {
      records: getU64(view, row),
      items: getU64(view, row + 8),
      bytes: getU64(view, row + 16),
    });
  }
  return passed;
};
