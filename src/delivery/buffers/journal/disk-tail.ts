import type { StoredRecord } from "../../../ports/buffer.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { DiskFailure, DiskFile } from "../../../ports/disk.ts";
import type { MemorySegment } from "../memory-segment.ts";
import { roomOfAll } from "../segment.ts";
import type { Timeline } from "../timeline.ts";
import type { DiskSegment } from "./disk-segment.ts";
import { createScratch, createSegmentFile, type SegmentFile, type SegmentFileParts, writeTo } from "./segment-file.ts";

/** When what was written is made to outlive a crash of the machine: before it is acknowledged, or every so often. */
export type SyncMode = "always" | { readonly everyMs: number };

export interface DiskTailParts extends SegmentFileParts {
  readonly timeline: Timeline;
  readonly clock: Clock;
  readonly sync: SyncMode;
  readonly segmentBytes: number;
  /** Left free on the file system. */
  readonly keepFreeBytes: number;
  /** Files to clear away once the header of a new one tells what their names did. */
  readonly leftovers: readonly string[];
  readonly clear: (name: string) => Promise<void>;
  /** Fires when the journal closes. */
  readonly closing: AbortSignal;
  /** A sync between two writes failed. */
  readonly onSyncFailure: (failure: DiskFailure) => void;
}

/** Writes to segment files, one after the other. */
export interface DiskTail {
  readonly open: DiskSegment | undefined;
  /** With a failure, nothing of it is in the timeline, and the file that was written to is closed for good. */
  write(records: readonly StoredRecord[]): Promise<DiskFailure | undefined>;
  /** Puts a segment's records on the disk, and the file in its place. */
  adopt(segment: MemorySegment): Promise<DiskFailure | undefined>;
  seal(): Promise<void>;
}

export const createDiskTail = (
  parts: DiskTailParts,
  found: { file: DiskFile; segment: DiskSegment } | undefined,
): DiskTail => {
  const { disk, folder, timeline, clock, sync, segmentBytes, keepFreeBytes, closing, onSyncFailure } = parts;
  const leftovers = new Set(parts.leftovers);
  const scratch = createScratch();
  let tail = found === undefined ? undefined : writeTo(found.file, found.segment, parts, scratch);
  let unsynced = false;
  let syncing = false;

  const noRoom = async (): Promise<DiskFailure | undefined> => {
    const free = await disk.freeBytes(folder);
    if (!free.ok || free.value >= keepFreeBytes) return undefined;
    return { ok: false, reason: "full", detail: `${free.value} bytes are free, ${keepFreeBytes} are to be left` };
  };

  /** What is on the disk may be less than what was written: nothing more is written behind it. */
  const syncTail = async (): Promise<void> => {
    unsynced = false;
    const target = tail;
    const failure = await target?.sync();
    if (failure === undefined) return;
    onSyncFailure(failure);
    if (tail !== target) return;
    tail = undefined;
    await target?.close();
  };

  const syncLater = async (everyMs: number): Promise<void> => {
    if (syncing) return;
    syncing = true;
    while (unsynced && !closing.aborted) {
      await clock.sleep(everyMs, closing);
      if (unsynced) await syncTail();
    }
    syncing = false;
  };

  const seal = async (): Promise<void> => {
    if (unsynced) await syncTail();
    const target = tail;
    tail = undefined;
    await target?.close();
  };

  const syncName = async (): Promise<DiskFailure | undefined> => {
    const result = await disk.syncFolder(folder);
    return result.ok ? undefined : result;
  };

  const removeFile = async ({ segment }: SegmentFile): Promise<void> => {
    await disk.remove(`${folder}/${segment.name}`);
  };

  const clearLeftovers = async (): Promise<void> => {
    for (const name of leftovers) await parts.clear(name);
    leftovers.clear();
  };

  /** A new file with these records in it, safe; or one that has nothing. */
  const writeNew = async (
    start: Timeline["end"],
    records: readonly StoredRecord[],
  ): Promise<SegmentFile | DiskFailure> => {
    const full = await noRoom();
    if (full !== undefined) return full;
    const file = await createSegmentFile(start, parts, scratch);
    if ("ok" in file) return file;
    const failure = (await file.write(records, start)) ?? (await file.sync()) ?? (await syncName());
    if (failure !== undefined) {
      await file.abandon();
      leftovers.add(file.segment.name);
      return failure;
    }
    leftovers.delete(file.segment.name);
    await clearLeftovers();
    return file;
  };

  /** Behind the last record in the file that is open. */
  const writeOn = async (file: SegmentFile, records: readonly StoredRecord[]): Promise<DiskFailure | undefined> => {
    const failure = (await file.write(records, timeline.end)) ?? (sync === "always" ? await file.sync() : undefined);
    if (failure === undefined) return undefined;
    tail = undefined;
    await file.abandon();
    return failure;
  };

  const fits = ({ segment }: SegmentFile, records: readonly StoredRecord[]): boolean =>
    !segment.suspect && segment.bytes + roomOfAll(records) <= segmentBytes;

  return {
    get open() {
      return tail?.segment;
    },
    write: async (records) => {
      if (tail !== undefined && !fits(tail, records)) await seal();
      const before = tail;
      const target = before ?? (await writeNew(timeline.end, records));
      if ("ok" in target) return target;
      const failure = before === undefined ? undefined : await writeOn(before, records);
      if (failure !== undefined) return failure;
      if (before === undefined) {
        tail = target;
        timeline.push(target.segment);
      } else if (sync !== "always") {
        unsynced = true;
        void syncLater(sync.everyMs);
      }
      target.publish();
      timeline.append(records);
      return undefined;
    },
    adopt: async (segment) => {
      const file = await writeNew(segment.start, segment.records);
      if ("ok" in file) return file;
      file.publish();
      await file.close();
      if (!timeline.replace(segment, file.segment)) await removeFile(file);
      return undefined;
    },
    seal,
  };
};
