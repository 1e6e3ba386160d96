import { expect } from "vitest";
import type { SyncMode } from "../../src/delivery/buffers/journal/disk-tail.ts";
import { openJournal } from "../../src/delivery/buffers/journal/journal.ts";
import { crc32 } from "../../src/platform/checksum.ts";
import type { BufferReader, Lease, RecordBuffer } from "../../src/ports/buffer.ts";
import { openFakeClock } from "../fake-clock.ts";
import type { Action, ReaderName } from "./buffer-actions.ts";
import { readerNames } from "./buffer-actions.ts";
import { createBooks, type Strictness } from "./buffer-books.ts";
import { createDiskTroubles } from "./disk-troubles.ts";
import { createFakeDisk } from "./fake-disk.ts";

const folder = "/journal";
const maxBytes = 40_000;
const segmentBytes = 4_000;
const memoryBytes = 20_000;
const quarantineBytes = 6_000;

interface Held {
  readonly lease: Lease;
  readonly ids: readonly number[];
}

interface Answer {
  readonly lease: Lease | undefined;
}

/** One run of a process: what it has open. */
interface Run {
  readonly buffer: RecordBuffer;
  readonly readers: Map<ReaderName, BufferReader>;
  readonly held: Map<ReaderName, Held>;
  /** Leases asked for that do not come: a disk that does not read is tried again and again. */
  readonly slow: Map<ReaderName, Promise<Answer>>;
}

export interface Expected extends Strictness {
  readonly sync: SyncMode;
}

/** Plays actions on a journal and keeps a simple model beside it. */
export const openRun = async ({ sync, exact, sound }: Expected) => {
  const clock = openFakeClock();
  const disk = createFakeDisk();
  const books = createBooks({ exact, sound });
  const troubles = createDiskTroubles(disk, folder);
  let run: Run | undefined;

  /** Lets everything happen that can; undefined when the promise waits for something else. */
  const finish = async <Value>(promise: Promise<Value>): Promise<Value | undefined> => {
    let done = false;
    const marked = promise.finally(() => {
      done = true;
    });
    for (let turn = 0; turn < 8 && !done; turn += 1) await clock.advance(turn === 0 ? 0 : 50);
    return done ? marked : undefined;
  };

  const claim = (buffer: RecordBuffer, name: ReaderName): BufferReader => {
    const model = books.model(name);
    return buffer.reader(name, { whenFull: model.whenFull, kinds: model.kinds });
  };

  const open = async (): Promise<Run> => {
    const options = { folder, maxBytes, segmentBytes, memoryBytes, quarantineBytes, keepFreeBytes: 0 };
    if (troubles.blind()) troubles.mend();
    const opening = openJournal({ ...options, sync }, { disk: disk.attach(), clock, crc32 });
    let opened = await finish(opening);
    if (opened === undefined) throw new Error("opening does not end");
    if (!opened.ok) {
      // The disk refuses even that: as an operator would, mend it and start again.
      troubles.mend();
      opened = await openJournal({ ...options, sync }, { disk: disk.attach(), clock, crc32 });
    }
    if (!opened.ok) throw new Error(opened.problem.code);
    const { buffer } = opened;
    return {
      buffer,
      readers: new Map(readerNames.map((name) => [name, claim(buffer, name)])),
      held: new Map(),
      slow: new Map(),
    };
  };

  const current = async (): Promise<Run> => {
    run ??= await open();
    return run;
  };

  const close = async (): Promise<void> => {
    if (run === undefined) return;
    const ending = run;
    run = undefined;
    await ending.buffer.close();
    books.closeRun(ending.buffer, ending.readers);
    expect(disk.openFiles()).toBe(0);
  };

  const end = (crash: () => void): void => {
    if (run !== undefined) books.closeRun(run.buffer, run.readers);
    run = undefined;
    crash();
  };

  const append = async (sizes: readonly number[], kind: string): Promise<void> => {
    const { buffer } = await current();
    const { records, answered } = books.write(sizes, kind, clock.now());
    const done = buffer.append(records).then((result) => {
      // Acknowledged late, by a run that is over: nobody heard it.
      answered(result.ok && run?.buffer === buffer ? buffer : undefined);
    });
    await finish(done);
    expect(buffer.state().bytes).toBeLessThanOrEqual(maxBytes);
    expect(buffer.state().memoryBytes).toBeLessThanOrEqual(memoryBytes);
  };

  const lease = async (name: ReaderName, maxRecords: number, maxLeaseBytes: number): Promise<void> => {
    const { readers, held, slow } = await current();
    const reader = readers.get(name);
    if (reader === undefined || held.has(name)) return;
    const stop = new AbortController();
    const asked = async (): Promise<Answer> => ({
      lease: await reader.lease({ maxRecords, maxBytes: maxLeaseBytes }, stop.signal),
    });
    const leasing = slow.get(name) ?? asked();
    slow.set(name, leasing);
    const atOnce = await finish(leasing);
    stop.abort();
    const answer = atOnce ?? (await finish(leasing));
    if (answer === undefined) return;
    slow.delete(name);
    const got = answer.lease;
    if (got === undefined) return;
    const ids = books.idsOf(got.records);
    expect(ids.length).toBeGreaterThan(0);
    const sequences = got.records.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
    held.set(name, { lease: got, ids });
  };

  const finishLease = async (name: ReaderName, how: "settle" | "release"): Promise<void> => {
    const { held } = await current();
    const { lease: one, ids } = held.get(name) ?? {};
    held.delete(name);
    if (one === undefined || ids === undefined) return;
    if (how === "release") return one.release();
    books.settle(name, ids);
    await finish(one.settle());
  };

  const forget = async (name: ReaderName): Promise<void> => {
    const { buffer, readers, held, slow } = await current();
    const late = slow.get(name);
    if (late !== undefined) (await finish(late))?.lease?.release();
    slow.delete(name);
    held.get(name)?.lease.release();
    held.delete(name);
    await finish(buffer.forget(name));
    books.forget(name);
    readers.set(name, claim(buffer, name));
  };

  const act = async (action: Action): Promise<void> => {
    switch (action.do) {
      case "append":
        return append(action.sizes, action.kind);
      case "lease":
        return lease(action.reader, action.maxRecords, action.maxBytes);
      case "settle":
      case "release":
        return finishLease(action.reader, action.do);
      case "forget":
        return forget(action.reader);
      case "pass":
        return clock.advance(action.ms);
      case "reopen":
        return close();
      case "kill process":
        return end(disk.killProcess);
      case "crash machine": {
        let asked = 0;
        return end(() =>
          disk.crashMachine(() => {
            asked += 1;
            return action.chances[asked % action.chances.length] ?? 0;
          }),
        );
      }
      case "mend":
        return troubles.mend();
      case "fill disk":
        disk.capacityBytes = action.bytes;
        return undefined;
      case "refuse":
        return troubles.refuse(action.what, action.after);
      default:
        return troubles.harm(action.do, action.file, action.at);
    }
  };

  const deliverAll = async (readers: Run["readers"]): Promise<void> => {
    for (let round = 0; [...readers.values()].some((reader) => reader.backlog().records > 0); round += 1) {
      expect(round, "readers come to the end").toBeLessThan(5_000);
      for (const name of readerNames) {
        await lease(name, 8, 50_000);
        await finishLease(name, "settle");
      }
    }
  };

  /** Everything is delivered or counted, once the disk is well again. */
  const check = async (): Promise<void> => {
    troubles.mend();
    await clock.advance(20_000);
    const { buffer, readers, held } = await current();
    for (const name of readerNames) await finishLease(name, "release");
    expect(held.size).toBe(0);
    await deliverAll(readers);
    // Nothing hangs: it takes more, and stays within its bounds.
    await append([10, 20], "logs");
    await deliverAll(readers);
    books.check(buffer, readers);
    expect(
      disk
        .names(`${folder}/quarantine`)
        .reduce((sum, name) => sum + disk.bytes(`${folder}/quarantine/${name}`).length, 0),
    ).toBeLessThanOrEqual(quarantineBytes);
    await close();
  };

  return { act, check };
};
