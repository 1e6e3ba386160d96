import type { StoredRecord } from "../../../ports/buffer.ts";
import type { Crc32 } from "../../../ports/checksum.ts";
import type { Sighting } from "../segment.ts";
import { aligned, getU64, setU64, viewOf } from "./bytes.ts";
import { createKindCodec } from "./kinds.ts";

/**
 * A record in a segment file is one frame. All numbers are little-endian; a frame begins at a multiple of 8 bytes and is
 * filled up with zeros to the next.
 *
 *    0  u32  magic "TVR1"
 *    4  u32  CRC-32 of bytes 8 to the end of the kind, begun with the segment's seed
 *    8  u32  length of the body
 *   12  u32  CRC-32 of the body
 *   16  u64  sequence
 *   24  f64  atMs
 *   32  u64  items of all kinds appended before this record, since the journal was begun
 *   40  u32  items in this record
 *   44  u8   length of the kind (1 to 32), then three zeros
 *   48       kind, body
 *
 * The head has a checksum of its own, so that a damaged body is known by what it was and stepped over; behind a damaged
 * head the next frame is searched by its magic. The seed (the segment's first sequence) keeps a frame of another file,
 * left over in a reused block of the disk, from being taken for one of this.
 */
export const headBytes = 48;
const maxKindBytes = 32;
const magic = 0x31525654;

/** A record as found in a file. Without a body it is damaged. */
export interface FrameSighting extends Sighting {
  /** Items of all kinds appended before it. */
  readonly itemsBefore: number;
}

/** What stands at a place of a file. */
export type Frame =
  | { readonly kind: "record"; readonly record: FrameSighting; readonly bytes: number }
  /** Not enough is at hand to tell. */
  | { readonly kind: "short"; readonly wantsBytes: number }
  | { readonly kind: "none" };

export interface FrameCodec {
  /** Bytes that the record will take. */
  size(record: StoredRecord): number;
  /** Writes the frame and gives the offset behind it. */
  write(into: Uint8Array, offset: number, record: StoredRecord, itemsBefore: number, seed: number): number;
  /** The body is a part of `bytes`, not a copy. Any bytes are fine. */
  read(bytes: Uint8Array, offset: number, seed: number): Frame;
  /** The first offset from `from` on with the head of a frame, or one near the end where that can't be told. */
  find(bytes: Uint8Array, from: number, seed: number): number;
}

export const createFrameCodec = (crc32: Crc32): FrameCodec => {
  const kinds = createKindCodec();
  let lastView = viewOf(new Uint8Array());

  /** One view for all frames of a window. */
  const viewOver = (bytes: Uint8Array): DataView => {
    const fits =
      lastView.buffer === bytes.buffer &&
      lastView.byteOffset === bytes.byteOffset &&
      lastView.byteLength === bytes.byteLength;
    if (!fits) lastView = viewOf(bytes);
    return lastView;
  };

  const size = ({ kind, body }: StoredRecord): number => aligned(headBytes + kinds.encode(kind).length + body.length);

  /** Length of the head with its kind; undefined when there is none. More than there is: that much has to be seen. */
  const headAt = (bytes: Uint8Array, view: DataView, offset: number, seed: number): number | undefined => {
    if (offset + headBytes > bytes.length) return headBytes;
    if (view.getUint32(offset, true) !== magic) return undefined;
    const kindBytes = view.getUint8(offset + 44);
    if (kindBytes === 0 || kindBytes > maxKindBytes) return undefined;
    const end = offset + headBytes + kindBytes;
    if (end > bytes.length) return end - offset;
    if (crc32(bytes.subarray(offset + 8, end), seed) !== view.getUint32(offset + 4, true)) return undefined;
    return end - offset;
  };

  return {
    size,
    write: (into, offset, record, itemsBefore, seed) => {
      const { sequence, atMs, itemCount, body } = record;
      const kind = kinds.encode(record.kind);
      const view = viewOver(into);
      const bodyAt = offset + headBytes + kind.length;
      const end = aligned(bodyAt + body.length);
      view.setUint32(offset, magic, true);
      view.setUint32(offset + 8, body.length, true);
      view.setUint32(offset + 12, crc32(body), true);
      setU64(view, offset + 16, sequence);
      view.setFloat64(offset + 24, atMs, true);
      setU64(view, offset + 32, itemsBefore);
      view.setUint32(offset + 40, itemCount, true);
      view.setUint32(offset + 44, kind.length, true);
      into.set(kind, offset + headBytes);
      into.set(body, bodyAt);
      into.fill(0, bodyAt + body.length, end);
      view.setUint32(offset + 4, crc32(into.subarray(offset + 8, bodyAt), seed), true);
      return end;
    },
    read: (bytes, offset, seed) => {
      const view = viewOver(bytes);
      const head = headAt(bytes, view, offset, seed);
      if (head === undefined) return { kind: "none" };
      if (offset + head > bytes.length) return { kind: "short", wantsBytes: head };
      const bodyBytes = view.getUint32(offset + 8, true);
      const whole = aligned(head + bodyBytes);
      if (offset + whole > bytes.length) return { kind: "short", wantsBytes: whole };
      const body = bytes.subarray(offset + head, offset + head + bodyBytes);
      const record: FrameSighting = {
        sequence: getU64(view, offset + 16),
        kind: kinds.decode(bytes, offset + headBytes, head - headBytes),
        atMs: view.getFloat64(offset + 24, true),
        itemCount: view.getUint32(offset + 40, true),
        bodyBytes,
        itemsBefore: getU64(view, offset + 32),
        body: crc32(body) === view.getUint32(offset + 12, true) ? body : undefined,
      };
      return { kind: "record", record, bytes: whole };
    },
    find: (bytes, from, seed) => {
      const view = viewOver(bytes);
      let offset = from;
      for (; offset + headBytes + maxKindBytes <= bytes.length; offset += 8) {
        if (view.getUint32(offset, true) === magic && headAt(bytes, view, offset, seed) !== undefined) {
          return offset;
        }
      }
      return offset;
    },
  };
};
