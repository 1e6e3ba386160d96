import type { Crc32 } from "../../../ports/checksum.ts";
import type { Cursor } from "../store.ts";
import { getU64, setU64, viewOf } from "./bytes.ts";
import { readLedger, rowBytes, writeLedger } from "./ledger.ts";
import { blockBytes, magicOf, openBlock, sealBlock } from "./sealed-block.ts";

/**
 * A cursor file has two slots of one disk page each. They are written in turn, so that a write cut off leaves the other;
 * the one with the higher generation counts. After the block's own beginning (sealed-block.ts), little-endian:
 *
 *   24  u64  generation
 *   32  u64  sequence of the oldest record not settled
 *   40  f64  atMs of the youngest record appended before
 *   48  f64  when something was last settled
 *   56  f64  atMs of the oldest record not settled; not a number when it is not known
 *   64  u64  records in doubt     72  u64  items in doubt     80  u64  bytes of bodies in doubt
 *   88       ledger (ledger.ts)
 */
export const slotBytes = 4096;
const magic = magicOf("CUR");
const ledgerAt = blockBytes + 64;

export interface CursorSlot {
  readonly generation: number;
  readonly cursor: Cursor;
}

export const encodeCursorSlot = ({ generation, cursor }: CursorSlot, crc32: Crc32): Uint8Array => {
  const { here, lastSettledMs, oldestMs, inDoubt } = cursor;
  const block = new Uint8Array(ledgerAt + here.passed.size * rowBytes);
  const view = viewOf(block);
  setU64(view, 24, generation);
  setU64(view, 32, here.sequence);
  view.setFloat64(40, here.newestMs, true);
  view.setFloat64(48, lastSettledMs, true);
  view.setFloat64(56, oldestMs ?? Number.NaN, true);
  setU64(view, 64, inDoubt.records);
  setU64(view, 72, inDoubt.items);
  setU64(view, 80, inDoubt.bytes);
  writeLedger(block, ledgerAt, here);
  sealBlock(block, magic, here.passed.size, crc32);
  return block;
};

const decodeSlot = (bytes: Uint8Array, crc32: Crc32): CursorSlot | undefined => {
  const opened = openBlock(bytes, magic, crc32);
  if (opened === undefined) return undefined;
  const { block, rows } = opened;
  if (block.length !== ledgerAt + rows * rowBytes) return undefined;
  const view = viewOf(block);
  const oldestMs = view.getFloat64(56, true);
  return {
    generation: getU64(view, 24),
    cursor: {
      here: {
        sequence: getU64(view, 32),
        newestMs: view.getFloat64(40, true),
        passed: readLedger(block, ledgerAt, rows),
      },
      lastSettledMs: view.getFloat64(48, true),
      oldestMs: Number.isNaN(oldestMs) ? undefined : oldestMs,
      inDoubt: { records: getU64(view, 64), items: getU64(view, 72), bytes: getU64(view, 80) },
    },
  };
};

/** The newer of the two slots that is unharmed; undefined when none is. */
export const decodeCursorFile = (bytes: Uint8Array, crc32: Crc32): CursorSlot | undefined => {
  const one = decodeSlot(bytes.subarray(0, slotBytes), crc32);
  const other = decodeSlot(bytes.subarray(slotBytes, 2 * slotBytes), crc32);
  if (one === undefined || other === undefined) return one ?? other;
  return other.generation > one.generation ? other : one;
};
