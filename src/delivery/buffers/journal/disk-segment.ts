import type { Disk, DiskFailure, DiskFile } from "../../../ports/disk.ts";
import type { Mark } from "../mark.ts";
import type { Segment, Walk } from "../segment.ts";
import { type FrameCodec, type FrameSighting, headBytes } from "./frame.ts";

export interface DiskSegment extends Segment {
  readonly name: string;
  /** How far the file is written; nothing beyond is looked at. */
  bytes: number;
  walk(fromSequence: number): SegmentWalk;
}

export interface SegmentWalk extends Walk<FrameSighting> {
  /** Offset in the file behind the last record that was advanced over. */
  readonly passedBytes: number;
}

export interface DiskSegmentParts {
  readonly disk: Disk;
  readonly frames: FrameCodec;
  readonly folder: string;
  readonly name: string;
  readonly start: Mark;
  /** Where the first frame begins. */
  readonly headerBytes: number;
  readonly bytes: number;
}

/** Read at once: what a reader keeps in memory, unless one record is larger. */
const windowBytes = 256 * 1024;

/** Begins the checksums of the segment's frames. */
export const seedOf = (firstSequence: number): number => firstSequence % 2 ** 32;

const nothing = new Uint8Array();

export const createDiskSegment = (parts: DiskSegmentParts): DiskSegment => {
  const { disk, frames, folder, name, start, headerBytes } = parts;
  const seed = seedOf(start.sequence);

  const walk = (fromSequence: number): SegmentWalk => {
    let file: DiskFile | undefined;
    let closed = false;
    let window = nothing;
    /** Of the window's first byte in the file. */
    let windowAt = headerBytes;
    let offset = 0;
    let wantsBytes = headBytes;
    let leastSequence = fromSequence;
    let seen: { readonly record: FrameSighting; readonly bytes: number } | undefined;
    let passedBytes = headerBytes;

    const peek = (): FrameSighting | undefined => {
      while (seen === undefined) {
        const frame = frames.read(window, offset, seed);
        if (frame.kind === "short") {
          wantsBytes = frame.wantsBytes;
          return undefined;
        }
        if (frame.kind === "none") {
          segment.suspect = true;
          offset = frames.find(window, offset + 8, seed);
        } else if (frame.record.sequence < leastSequence) offset += frame.bytes;
        else seen = frame;
      }
      if (seen.record.body === undefined) segment.suspect = true;
      return seen.record;
    };

    const openFile = async (): Promise<DiskFile | DiskFailure> => {
      if (file !== undefined) return file;
      const opened = await disk.open(`${folder}/${name}`, "read");
      if (!opened.ok) return opened;
      if (closed) await opened.value.close();
      else file = opened.value;
      return opened.value;
    };

    return {
      get passedBytes() {
        return passedBytes;
      },
      peek,
      advance: () => {
        if (seen === undefined) return;
        offset += seen.bytes;
        leastSequence = seen.record.sequence + 1;
        passedBytes = windowAt + offset;
        seen = undefined;
      },
      fill: async () => {
        const from = windowAt + offset;
        const length = Math.min(Math.max(wantsBytes, windowBytes), segment.bytes - from);
        if (length < wantsBytes) return "end";
        const opened = await openFile();
        if ("ok" in opened) return opened;
        const fresh = new Uint8Array(length);
        const read = await opened.read(fresh, from);
        if (!read.ok) return read;
        if (read.value < wantsBytes) {
          // Somebody cut the file.
          segment.suspect = true;
          return "end";
        }
        window = fresh.subarray(0, read.value);
        windowAt = from;
        offset = 0;
        return "more";
      },
      close: () => {
        closed = true;
        void file?.close();
        file = undefined;
        window = nothing;
      },
    };
  };

  const segment: DiskSegment = { name, start, durable: true, suspect: false, bytes: parts.bytes, walk };
  return segment;
};
