import type { Crc32 } from "../../../ports/checksum.ts";
import { viewOf } from "./bytes.ts";

/**
 * The beginning that segment headers and cursor slots share, little-endian:
 *
 *    0        magic, 8 bytes. Its line ends and its end-of-file show a file that was copied as text.
 *    8  u32   CRC-32 of byte 12 to the end of the block
 *   12  u16   version of the format
 *   14  u16   rows of the ledger
 *   16  u32   length of the block
 *   20  u32   zero
 *   24        what the block is for
 */
export const blockBytes = 24;
const version = 1;

export const magicOf = (name: string): Uint8Array =>
  new Uint8Array([0xf3, ...new TextEncoder().encode(name), 0x0d, 0x0a, 0x1a, 0x0a]);

export const sealBlock = (block: Uint8Array, magic: Uint8Array, rows: number, crc32: Crc32): void => {
  const view = viewOf(block);
  block.set(magic, 0);
  view.setUint16(12, version, true);
  view.setUint16(14, rows, true);
  view.setUint32(16, block.length, true);
  view.setUint32(8, crc32(block.subarray(12)), true);
};

/** The block at the beginning of the bytes, whole, of this version and unharmed; or nothing. */
export const openBlock = (
  bytes: Uint8Array,
  magic: Uint8Array,
  crc32: Crc32,
): { readonly block: Uint8Array; readonly rows: number } | undefined => {
  if (bytes.length < blockBytes || magic.some((byte, index) => bytes[index] !== byte)) return undefined;
  const view = viewOf(bytes);
  const length = view.getUint32(16, true);
  if (view.getUint16(12, true) !== version || length < blockBytes || length > bytes.length) return undefined;
  const block = bytes.subarray(0, length);
  if (crc32(block.subarray(12)) !== view.getUint32(8, true)) return undefined;
  return { block, rows: view.getUint16(14, true) };
};
