import type { RecordBuffer } from "../../../ports/buffer.ts";
import type { Crc32 } from "../../../ports/checksum.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Disk, DiskFailure } from "../../../ports/disk.ts";
import type { Problem } from "../../../problems/problem.ts";
import { createBuffer } from "../buffer.ts";
import type { Mark } from "../mark.ts";
import { createPlaces, type FoundReader } from "../places.ts";
import type { Cursor } from "../store.ts";
import { createTimeline } from "../timeline.ts";
import { openCursorFiles } from "./cursor-files.ts";
import type { SyncMode } from "./disk-tail.ts";
import { nameOf } from "./file-names.ts";
import { createFrameCodec } from "./frame.ts";
import { createJournalStore, diskProblem } from "./journal-store.ts";
import { openQuarantine } from "./quarantine.ts";
import { recoverSegments } from "./recovery.ts";

/**
 * The durable buffer: a folder with
 *
 *   <first sequence>.segment   records, appended (segment-header.ts, frame.ts)
 *   <reader>.cursor            how far a reader has come (cursor-slot.ts)
 *   quarantine/                files that were damaged
 *   lock                       held by the process that has the folder
 *
 * What always holds:
 * - A record is in one file; a file is written by appending and removed whole, when every reader is behind it and its
 *   cursor is synced.
 * - A segment's header says what was ever appended before it, so any two of them tell what was between.
 * - A reader's cursor is never ahead of what it settled; a cursor that is behind makes duplicates, never losses.
 * - Sequences are never used twice: a new record is behind every record and every cursor found.
 * - Whatever the disk does, appending and reading go on.
 */
export interface JournalOptions {
  readonly folder: string;
  /** Of everything kept, in files and memory. Beside it there are a cursor file of 8 KiB a reader and the quarantine. */
  readonly maxBytes: number;
  readonly sync: SyncMode;
  /** A file's size. The smaller, the finer the steps in which room is freed; a sixteenth of `maxBytes`, at most 16 MiB. */
  readonly segmentBytes?: number | undefined;
  /** What may stand in memory while the disk takes nothing; 16 MiB, at most `maxBytes`. */
  readonly memoryBytes?: number | undefined;
  /** What is left free on the file system for others; 64 MiB. */
  readonly keepFreeBytes?: number | undefined;
  /** What the quarantine may hold; two files. */
  readonly quarantineBytes?: number | undefined;
  /** After so long, a reader that nobody asked for again is forgotten; 7 days. */
  readonly forgetAfterMs?: number | undefined;
}

export interface JournalParts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly crc32: Crc32;
}

export type OpenedJournal =
  | { readonly ok: true; readonly buffer: RecordBuffer }
  | { readonly ok: false; readonly problem: Problem };

const mebibyte = 1024 * 1024;
const dayMs = 86_400_000;

/** Readers found, those with a damaged cursor at the oldest record there is. */
const readersOf = (found: ReadonlyMap<string, Cursor | undefined>, oldest: Mark, nowMs: number): FoundReader[] =>
  [...found].map(([key, cursor]) => ({
    key,
    name: nameOf(key),
    cursor: cursor ?? {
      here: oldest,
      lastSettledMs: nowMs,
      oldestMs: undefined,
      inDoubt: { records: 0, items: 0, bytes: 0 },
    },
  }));

/**
 * Opens the journal in the folder, or makes one. It fails only when the folder can't be used at all: another process has
 * it, it can't be written to, or what is in it can neither be read nor set aside. The memory buffer is for that.
 */
export const openJournal = async (
  options: JournalOptions,
  { disk, clock, crc32 }: JournalParts,
): Promise<OpenedJournal> => {
  const { folder, maxBytes, sync } = options;
  const segmentBytes = options.segmentBytes ?? Math.min(16 * mebibyte, Math.floor(maxBytes / 16));
  const memoryBytes = options.memoryBytes ?? Math.min(16 * mebibyte, maxBytes);
  const refuse = (failure: DiskFailure): OpenedJournal => ({ ok: false, problem: diskProblem(folder, failure) });

  const made = await disk.makeFolder(folder);
  if (!made.ok) return refuse(made);
  const lock = await disk.lock(`${folder}/lock`);
  if (!lock.ok) return refuse(lock);
  const names = await disk.list(folder);
  if (!names.ok) {
    await lock.value.release();
    return refuse(names);
  }

  for (const name of names.value) if (name.endsWith(".new")) await disk.remove(`${folder}/${name}`);
  const quarantine = openQuarantine(disk, folder, options.quarantineBytes ?? 2 * segmentBytes);
  const cursors = await openCursorFiles(disk, folder, crc32, names.value);
  const known = [...cursors.found.values()].flatMap((cursor) => (cursor === undefined ? [] : [cursor.here]));
  const files = { disk, folder, crc32, frames: createFrameCodec(crc32) };
  const recovery = await recoverSegments(files, names.value, known, quarantine);
  if ("ok" in recovery) {
    await lock.value.release();
    return refuse(recovery);
  }
  const { segments, end, open, torn, leftovers } = recovery;

  const timeline = createTimeline(segments, end);
  const keepFreeBytes = options.keepFreeBytes ?? 64 * mebibyte;
  const store = createJournalStore({
    ...files,
    timeline,
    clock,
    sync,
    segmentBytes,
    keepFreeBytes,
    cursors,
    quarantine,
    lock: lock.value,
    memoryBytes,
    found: open,
    leftovers,
  });
  const readers = readersOf(cursors.found, segments[0]?.start ?? end, clock.now());
  const { buffer, lost } = createBuffer({
    timeline,
    places: createPlaces(readers, store, clock),
    store,
    clock,
    maxBytes,
    maxRecordBytes: Math.floor(Math.min(maxBytes, memoryBytes) / 4),
    groupBytes: Math.min(mebibyte, segmentBytes, Math.floor(memoryBytes / 8)),
    forgetAfterMs: options.forgetAfterMs ?? 7 * dayMs,
  });
  lost.add("torn", torn);
  return { ok: true, buffer };
};
