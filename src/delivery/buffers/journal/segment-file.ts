import type { StoredRecord } from "../../../ports/buffer.ts";
import type { Crc32 } from "../../../ports/checksum.ts";
import type { Disk, DiskFailure, DiskFile } from "../../../ports/disk.ts";
import { copyMark, itemsBefore, type Mark } from "../mark.ts";
import { createDiskSegment, type DiskSegment, seedOf } from "./disk-segment.ts";
import { segmentName } from "./file-names.ts";
import type { FrameCodec } from "./frame.ts";
import { encodeSegmentHeader, headerBytesOf } from "./segment-header.ts";

export interface SegmentFileParts {
  readonly disk: Disk;
  readonly folder: string;
  readonly frames: FrameCodec;
  readonly crc32: Crc32;
}

/** A segment that is open for writing. After a failure it is not to be written to any more. */
export interface SegmentFile {
  readonly segment: DiskSegment;
  /**
   * Writes the records behind the last. They are not to be seen before `publish`; `start` is the mark before them.
   */
  write(records: readonly StoredRecord[], start: Mark): Promise<DiskFailure | undefined>;
  sync(): Promise<DiskFailure | undefined>;
  /** Lets readers see what was written. */
  publish(): void;
  /** Cuts off what was not published, as well as that goes, and closes the file. */
  abandon(): Promise<void>;
  close(): Promise<void>;
}

/** One buffer for all writes, since there is one at a time; it grows with the largest group. */
export type Scratch = (bytes: number) => Uint8Array;

export const createScratch = (): Scratch => {
  let scratch = new Uint8Array();
  return (bytes) => {
    if (scratch.length < bytes) scratch = new Uint8Array(Math.max(bytes, 2 * scratch.length));
    return scratch.subarray(0, bytes);
  };
};

const failureOf = (result: { readonly ok: true } | DiskFailure): DiskFailure | undefined =>
  result.ok ? undefined : result;

/** Goes on in a file that is there, or in a new one that has nothing yet, not even its header. */
export const writeTo = (
  file: DiskFile,
  segment: DiskSegment,
  { frames, crc32 }: SegmentFileParts,
  scratch: Scratch,
): SegmentFile => {
  let written = segment.bytes;
  return {
    segment,
    write: async (records, start) => {
      const header = written === 0 ? encodeSegmentHeader(segment.start, crc32) : undefined;
      const size = records.reduce((sum, record) => sum + frames.size(record), header?.length ?? 0);
      const bytes = scratch(size);
      if (header !== undefined) bytes.set(header, 0);
      let offset = header?.length ?? 0;
      let items = itemsBefore(start);
      for (const record of records) {
        offset = frames.write(bytes, offset, record, items, seedOf(segment.start.sequence));
        items += record.itemCount;
      }
      const result = await file.write(bytes, written);
      if (result.ok) written += size;
      return failureOf(result);
    },
    sync: async () => failureOf(await file.sync()),
    publish: () => {
      segment.bytes = written;
    },
    abandon: async () => {
      await file.truncate(segment.bytes);
      await file.close();
    },
    close: () => file.close(),
  };
};

/** A new file, in the folder but without a byte. It gets its header with its first records. */
export const createSegmentFile = async (
  start: Mark,
  parts: SegmentFileParts,
  scratch: Scratch,
): Promise<SegmentFile | DiskFailure> => {
  const { disk, folder, frames } = parts;
  const name = segmentName(start.sequence);
  const opened = await disk.open(`${folder}/${name}`, "create");
  if (!opened.ok) return opened;
  const own = copyMark(start);
  const headerBytes = headerBytesOf(own);
  const segment = createDiskSegment({ disk, frames, folder, name, start: own, headerBytes, bytes: 0 });
  return writeTo(opened.value, segment, parts, scratch);
};
