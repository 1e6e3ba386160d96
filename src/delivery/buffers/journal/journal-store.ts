import type { Clock } from "../../../ports/clock.ts";
import type { DiskFailure, DiskLock } from "../../../ports/disk.ts";
import { type Problem, problem } from "../../../problems/problem.ts";
import { createMemoryTail } from "../memory-tail.ts";
import { roomOfAll, type Segment } from "../segment.ts";
import type { Store } from "../store.ts";
import type { Timeline } from "../timeline.ts";
import type { CursorFiles } from "./cursor-files.ts";
import type { DiskSegment } from "./disk-segment.ts";
import { createDiskTail, type DiskTailParts } from "./disk-tail.ts";
import { keyOf } from "./file-names.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Recovery } from "./recovery.ts";
import { maxHeaderBytes } from "./segment-header.ts";

export interface JournalStoreParts extends Omit<DiskTailParts, "onSyncFailure" | "closing" | "clear"> {
  readonly timeline: Timeline;
  readonly clock: Clock;
  readonly cursors: CursorFiles;
  readonly quarantine: Quarantine;
  readonly lock: DiskLock;
  readonly memoryBytes: number;
  readonly found: Recovery["open"];
}

/** Between two attempts to write to a disk that refused. */
const retryMs = 5_000;

/** Of the memory that stands in for the disk: what goes back to the disk as one file. */
const memoryParts = 8;

const isOnDisk = (segment: Segment): segment is DiskSegment => "name" in segment;

/** What an operator has to know of it. */
export const diskProblem = (folder: string, { reason, detail }: DiskFailure): Problem => {
  if (reason === "full") return problem("buffer-disk-full", folder, detail);
  if (reason === "read-only" || reason === "forbidden") return problem("buffer-read-only", folder, detail);
  if (reason === "locked") return problem("buffer-locked", folder, detail);
  return problem("buffer-disk-failed", folder, detail);
};

/** On the disk while it takes what is written, in memory while it does not. */
export const createJournalStore = (parts: JournalStoreParts): Store => {
  const { disk, folder, crc32, timeline, clock, sync, cursors, quarantine, lock, memoryBytes, found } = parts;
  const closing = new AbortController();
  let trouble: DiskFailure | undefined;
  let cursorTrouble: DiskFailure | undefined;
  let inMemory = false;
  let retryAtMs = 0;
  const memory = createMemoryTail(timeline, Math.floor(memoryBytes / memoryParts));
  const tail = createDiskTail(
    {
      ...parts,
      closing: closing.signal,
      clear: async (name) => {
        await quarantine.take(name);
      },
      onSyncFailure: (failure) => {
        trouble = failure;
      },
    },
    found,
  );
  const damagedCursors = [...cursors.found.values()].filter((cursor) => cursor === undefined).length;

  const fallBack = (failure: DiskFailure): void => {
    trouble = failure;
    inMemory = true;
    retryAtMs = clock.monotonic() + retryMs;
  };

  /** Brings to the disk what stands in memory; true when all of it is there. */
  const comeBack = async (): Promise<boolean> => {
    memory.seal();
    for (const segment of memory.kept()) {
      const failure = await tail.adopt(segment);
      if (failure !== undefined) {
        fallBack(failure);
        return false;
      }
    }
    inMemory = false;
    return true;
  };

  const onDisk: Store["write"] = async (records) => {
    const failure = await tail.write(records);
    if (failure !== undefined) {
      fallBack(failure);
      return intoMemory(records);
    }
    trouble = undefined;
    return { stored: true };
  };

  const fits = (bytes: number): boolean => timeline.memoryBytes() + bytes <= memoryBytes;

  /** A full disk is helped by giving up the oldest file, another trouble only by giving up the oldest in memory. */
  const victim = (): Segment | undefined =>
    (trouble?.reason === "full" ? timeline.segments.find(isOnDisk) : undefined) ?? memory.kept()[0];

  const intoMemory: Store["write"] = async (records) => {
    const wants = fits(roomOfAll(records)) ? undefined : victim();
    if (wants !== undefined) return { stored: false, wants };
    memory.write(records);
    return { stored: true };
  };

  return {
    get durable() {
      return !inMemory;
    },
    get open() {
      return inMemory ? memory.open : tail.open;
    },
    write: async (records) => {
      if (!inMemory) return onDisk(records);
      const due = clock.monotonic() >= retryAtMs || !fits(roomOfAll(records));
      return due && (await comeBack()) ? onDisk(records) : intoMemory(records);
    },
    seal: async () => {
      memory.seal();
      await tail.seal();
    },
    discard: async (segment) => {
      if (!isOnDisk(segment)) return;
      if (segment.suspect) await quarantine.take(segment.name);
      else await disk.remove(`${folder}/${segment.name}`);
    },
    key: (reader) => keyOf(reader, crc32),
    saveCursor: async (key, cursor, how) => {
      const safe = how === "durable" || sync === "always" ? "durable" : "written";
      cursorTrouble = await cursors.save(key, cursor, safe);
      return cursorTrouble === undefined ? safe : "not";
    },
    removeCursor: (key) => cursors.remove(key),
    overheadBytes: () => maxHeaderBytes,
    problems: () => {
      const standing = trouble ?? cursorTrouble;
      const { files, bytes } = quarantine.taken();
      const damaged = `${files} files (${bytes} bytes) set aside, ${damagedCursors} cursors lost`;
      return [
        ...(standing === undefined ? [] : [diskProblem(folder, standing)]),
        ...(files + damagedCursors === 0 ? [] : [problem("buffer-corrupt", folder, damaged)]),
      ];
    },
    setAside: () => quarantine.taken(),
    close: async () => {
      closing.abort();
      if (inMemory) await comeBack();
      await tail.seal();
      await cursors.close();
      await lock.release();
    },
  };
};
