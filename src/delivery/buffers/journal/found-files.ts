import type { DiskFailure } from "../../../ports/disk.ts";
import { itemsBefore, type Mark, pass, passUnknown } from "../mark.ts";
import type { DiskSegment } from "./disk-segment.ts";
import { sequenceOfName } from "./file-names.ts";
import type { SegmentFileParts } from "./segment-file.ts";
import { decodeSegmentHeader, maxHeaderBytes, type SegmentHeader } from "./segment-header.ts";

/** A segment file as it was found. */
export interface FoundFile {
  readonly name: string;
  readonly sequence: number;
  /** Undefined when it can't be read. */
  readonly sizeBytes: number | undefined;
  /** Why not. */
  readonly unreadable: DiskFailure | undefined;
  /** Undefined when it has none, or not its own. */
  readonly header: SegmentHeader | undefined;
}

const readFound = async (
  { disk, folder, crc32 }: SegmentFileParts,
  name: string,
  sequence: number,
): Promise<FoundFile> => {
  const cannot = (unreadable: DiskFailure): FoundFile => ({
    name,
    sequence,
    sizeBytes: undefined,
    unreadable,
    header: undefined,
  });
  const opened = await disk.open(`${folder}/${name}`, "read");
  if (!opened.ok) return cannot(opened);
  const size = await opened.value.size();
  const bytes = new Uint8Array(maxHeaderBytes);
  const read = await opened.value.read(bytes, 0);
  await opened.value.close();
  if (!size.ok) return cannot(size);
  if (!read.ok) return cannot(read);
  const header = decodeSegmentHeader(bytes.subarray(0, read.value), crc32);
  const own = header?.start.sequence === sequence ? header : undefined;
  return { name, sequence, sizeBytes: size.value, unreadable: undefined, header: own };
};

/** The segment files among these names, oldest first, with their headers. */
export const readFoundFiles = async (
  parts: SegmentFileParts,
  names: readonly string[],
): Promise<readonly FoundFile[]> => {
  const files: FoundFile[] = [];
  for (const name of [...names].sort()) {
    const sequence = sequenceOfName(name);
    if (sequence !== undefined) files.push(await readFound(parts, name, sequence));
  }
  return files;
};

export interface Scanned {
  /** Up to here the file has frames; what follows is no whole frame. */
  readonly soundBytes: number;
  /** Something before that is damaged or missing. */
  readonly damaged: boolean;
  /** The file could be read to its end. */
  readonly readable: boolean;
}

/** Walks all frames and moves the mark, if it is not further on, behind the last. Of missing ones, the sum is counted. */
export const scan = async (segment: DiskSegment, mark: Mark): Promise<Scanned> => {
  const walk = segment.walk(0);
  let damaged = false;
  let readable = true;
  for (;;) {
    const seen = walk.peek();
    if (seen === undefined) {
      const filled = await walk.fill();
      if (filled === "more") continue;
      readable = filled === "end";
      break;
    }
    damaged ||= seen.body === undefined;
    if (seen.sequence >= mark.sequence) {
      const missing = seen.sequence - mark.sequence;
      if (missing > 0) {
        damaged = true;
        const items = Math.max(0, seen.itemsBefore - itemsBefore(mark));
        passUnknown(mark, seen.sequence, { records: missing, items, bytes: 0 });
      }
      pass(mark, seen);
    }
    walk.advance();
  }
  walk.close();
  return { soundBytes: walk.passedBytes, damaged, readable };
};
