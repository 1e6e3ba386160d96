import { type JournalOptions, openJournal } from "../../src/delivery/buffers/journal/journal.ts";
import { crc32 } from "../../src/platform/checksum.ts";
import type { BufferRecord, LossReason, RecordBuffer } from "../../src/ports/buffer.ts";
import { recordOf } from "../conformance/buffer-records.ts";
import { type FakeClock, openFakeClock } from "../fake-clock.ts";
import { createFakeDisk, type FakeDisk } from "./fake-disk.ts";

export const folder = "/journal";

/** A disk that outlives the journals opened on it. */
export interface Fixture {
  readonly disk: FakeDisk;
  readonly clock: FakeClock;
  /** Opens the journal, as a new process would; throws the problem's code when it can't be. */
  open(options?: Partial<JournalOptions>): Promise<RecordBuffer>;
  segments(): readonly string[];
  path(name: string): string;
}

export const openFixture = (): Fixture => {
  const disk = createFakeDisk();
  const clock = openFakeClock({ nowMs: 100_000 });
  return {
    disk,
    clock,
    open: async (options = {}) => {
      const opened = await openJournal(
        { folder, maxBytes: 1_000_000, segmentBytes: 4_000, sync: "always", keepFreeBytes: 0, ...options },
        { disk: disk.attach(), clock, crc32 },
      );
      if (!opened.ok) throw new Error(opened.problem.code);
      return opened.buffer;
    },
    segments: () =>
      disk
        .names(folder)
        .filter((name) => name.endsWith(".segment"))
        .sort(),
    path: (name) => `${folder}/${name}`,
  };
};

/** So many records of 1,000 bytes, named r0, r1, ..., of 2 items each. */
export const thousands = (count: number, from = 0): BufferRecord[] =>
  Array.from({ length: count }, (_, index) => recordOf(`r${from + index}`.padEnd(1_000, " "), { itemCount: 2 }));

export const namesOf = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `r${from + index}`);

export const appendEach = async (buffer: RecordBuffer, records: readonly BufferRecord[]): Promise<void> => {
  for (const record of records) await buffer.append([record]);
};

export const lostRecords = (lost: ReadonlyMap<LossReason, { readonly records: number }>, reason: LossReason): number =>
  lost.get(reason)?.records ?? 0;
