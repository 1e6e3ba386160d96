import type { Crc32 } from "../../../ports/checksum.ts";
import { copyMark, type Mark } from "../mark.ts";
import { getU64, setU64, viewOf } from "./bytes.ts";
import { readLedger, rowBytes, writeLedger } from "./ledger.ts";
import { blockBytes, magicOf, openBlock, sealBlock } from "./sealed-block.ts";

/**
 * How a segment file begins: the mark before its first record. Frames follow (frame.ts). After the block's own beginning
 * (sealed-block.ts), little-endian:
 *
 *   24  u64  sequence of the first record; the file is named after it
 *   32  f64  atMs of the youngest record appended before
 *   40       ledger (ledger.ts)
 *
 * So two headers tell all that was ever between them, and opening a journal takes the headers and the last file.
 */
const magic = magicOf("SEG");
const ledgerAt = blockBytes + 16;

/** 32 kinds, and the unknown one. */
export const maxHeaderBytes = ledgerAt + 33 * rowBytes;

export const headerBytesOf = (start: Mark): number => ledgerAt + start.passed.size * rowBytes;

export const encodeSegmentHeader = (start: Mark, crc32: Crc32): Uint8Array => {
  const block = new Uint8Array(headerBytesOf(start));
  const view = viewOf(block);
  setU64(view, 24, start.sequence);
  view.setFloat64(32, start.newestMs, true);
  writeLedger(block, ledgerAt, start);
  sealBlock(block, magic, start.passed.size, crc32);
  return block;
};

export interface SegmentHeader {
  readonly start: Mark;
  readonly bytes: number;
}

/** Undefined for anything that is not a whole, unharmed header of this version. */
export const decodeSegmentHeader = (bytes: Uint8Array, crc32: Crc32): SegmentHeader | undefined => {
  const opened = openBlock(bytes, magic, crc32);
  if (opened === undefined) return undefined;
  const { block, rows } = opened;
  if (block.length !== ledgerAt + rows * rowBytes) return undefined;
  const view = viewOf(block);
  const start = copyMark({
    sequence: getU64(view, 24),
    newestMs: view.getFloat64(32, true),
    passed: readLedger(block, ledgerAt, rows),
  });
  return { start, bytes: block.length };
};
