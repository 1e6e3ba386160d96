import type { BinaryWriter } from "@bufbuild/protobuf/wire";

/** The sign that a series has ended (remote write 1.0, "Stale Markers"): one certain NaN among all there are. */
export const stale = Symbol("stale");

/** One value of one series. */
export interface Sample {
  readonly value: number | typeof stale;
  /** Whole milliseconds since the epoch. */
  readonly atMs: number;
}

/** 0x7ff0000000000002, little-endian. A NaN of JavaScript would lose its bits on the way. */
const staleBytes = new Uint8Array([2, 0, 0, 0, 0, 0, 0xf0, 0x7f]);

/** Field 1 as a fixed 64-bit value, field 2 as a varint. */
const valueTag = 0x09;
const timestampTag = 0x10;

/** The fields of a `Sample`, which are the same in both versions of remote write. */
export const writeSample = (writer: BinaryWriter, { value, atMs }: Sample): void => {
  writer.uint32(valueTag);
  if (value === stale) writer.raw(staleBytes);
  else writer.double(value);
  writer.uint32(timestampTag).int64(atMs);
};
