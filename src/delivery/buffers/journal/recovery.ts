import type { LossCount } from "../../../ports/buffer.ts";
import type { DiskFailure, DiskFile } from "../../../ports/disk.ts";
import { copyMark, firstMark, later, type Mark, passUnknown } from "../mark.ts";
import { createDiskSegment, type DiskSegment } from "./disk-segment.ts";
import { type FoundFile, readFoundFiles, scan } from "./found-files.ts";
import type { Quarantine } from "./quarantine.ts";
import type { SegmentFileParts } from "./segment-file.ts";

/**
 * What a journal finds when it opens. It reads the header of each file, and the whole of the last: the marks in two
 * headers tell what lies between them, so the files in the middle wait until a reader comes to them. Nothing found here
 * stops it: a torn end is cut off, a missing file is a gap between two marks, and of one without a header the frames are
 * read that it still has.
 */
export interface Recovery {
  readonly segments: readonly DiskSegment[];
  /** Behind the last record there was, as far as anything knows. */
  readonly end: Mark;
  /** The last segment, when it is sound enough to go on in. */
  readonly open: { readonly file: DiskFile; readonly segment: DiskSegment } | undefined;
  /** Ends of files that were cut off. How many records they were can't be known: each counts as one, of one item. */
  readonly torn: LossCount;
  /**
   * Files with nothing in them that can be read. Their names still tell that all before was there: they go when the
   * header of a new file tells it too.
   */
  readonly leftovers: readonly string[];
}

const createTears = () => {
  const sum = { records: 0, items: 0, bytes: 0 };
  return {
    sum,
    add: (bytes: number): void => {
      sum.records += 1;
      sum.items += 1;
      sum.bytes += bytes;
    },
  };
};

/** Opens the last file to go on in it, cut to its sound part. */
const reopen = async (
  { disk, folder }: SegmentFileParts,
  { name, bytes }: DiskSegment,
  sizeBytes: number,
): Promise<DiskFile | undefined> => {
  const opened = await disk.open(`${folder}/${name}`, "change");
  if (!opened.ok) return undefined;
  const file = opened.value;
  if (bytes === sizeBytes || ((await file.truncate(bytes)).ok && (await file.sync()).ok)) return file;
  await file.close();
  return undefined;
};

/** A file is named after the first record in it, so all before that have been. */
const reach = (mark: Mark, sequence: number): void => {
  const missing = sequence - mark.sequence;
  if (missing > 0) passUnknown(mark, sequence, { records: missing, items: missing, bytes: 0 });
};

/** `known` are the readers' places: records up to there have been, whatever is left of them. */
export const recoverSegments = async (
  parts: SegmentFileParts,
  names: readonly string[],
  known: readonly Mark[],
  quarantine: Quarantine,
): Promise<Recovery | DiskFailure> => {
  const files = await readFoundFiles(parts, names);
  const tears = createTears();
  const segments: DiskSegment[] = [];
  const leftovers: string[] = [];
  let end = copyMark(known.reduce(later, firstMark()));
  let reachedSequence = 0;
  let open: Recovery["open"];

  /**
   * Without a header, the mark before the file is what the frames before it add up to, or what a reader knew. A file that
   * was never finished, and one that is none of ours, has no frames.
   */
  const salvage = async ({ name, sequence, sizeBytes = 0 }: FoundFile): Promise<void> => {
    const before = segments.at(-1);
    const behind = copyMark(before?.start ?? firstMark());
    if (before !== undefined) await scan(before, behind);
    const marks = [behind, ...known].filter((mark) => mark.sequence <= sequence);
    const start = copyMark(marks.reduce(later, firstMark()));
    reach(start, sequence);
    const found = createDiskSegment({ ...parts, name, start, headerBytes: 0, bytes: sizeBytes });
    const { soundBytes } = await scan(found, copyMark(start));
    found.suspect = true;
    if (soundBytes > 0) segments.push(found);
    else leftovers.push(name);
    // The header of a file behind it would say what it was.
    const isLast = files.every((file) => file.sequence <= sequence || file.header === undefined);
    if (soundBytes === 0 && sizeBytes > 0 && isLast) tears.add(sizeBytes);
  };

  /** The last file tells how far the journal goes. */
  const finish = async (last: DiskSegment): Promise<void> => {
    const mark = copyMark(last.start);
    const { soundBytes, damaged, readable } = await scan(last, mark);
    const file = files.find(({ name }) => name === last.name);
    const sizeBytes = last.bytes;
    if (soundBytes < sizeBytes) tears.add(sizeBytes - soundBytes);
    last.bytes = soundBytes;
    last.suspect = damaged || !readable || file?.header === undefined;
    const goesOn = !last.suspect && file === files.at(-1) && mark.sequence >= end.sequence;
    end = copyMark(later(end, mark));
    const reopened = goesOn ? await reopen(parts, last, sizeBytes) : undefined;
    if (reopened !== undefined) open = { file: reopened, segment: last };
    // Another file of this name will be written.
    else if (mark.sequence === last.start.sequence) segments.pop();
  };

  for (const file of files) {
    const { name, sequence, sizeBytes, header, unreadable } = file;
    reachedSequence = sequence;
    if (header !== undefined && sizeBytes !== undefined) {
      segments.push(
        createDiskSegment({ ...parts, name, start: header.start, headerBytes: header.bytes, bytes: sizeBytes }),
      );
    } else if (unreadable === undefined) await salvage(file);
    else {
      // The disk may give it back another time: it is never written over. There was one record in it at least.
      reachedSequence = sequence + 1;
      if (!(await quarantine.take(name))) return unreadable;
    }
  }
  const last = segments.at(-1);
  if (last !== undefined) await finish(last);
  reach(end, reachedSequence);
  return { segments, end, open, torn: tears.sum, leftovers };
};
