import { expect } from "vitest";
import type { SyncMode } from "../../src/delivery/buffers/journal/disk-tail.ts";
import { openJournal } from "../../src/delivery/buffers/journal/journal.ts";
import { crc32 } from "../../src/platform/checksum.ts";
import type { BufferReader, BufferRecord, Lease, RecordBuffer } from "../../src/ports/buffer.ts";
import { openFakeClock } from "../fake-clock.ts";
import type { Action, ReaderName } from "./buffer-actions.ts";
import { readerNames } from "./buffer-actions.ts";
import { bodyOf, genuine, idOf, type ReaderModel } from "./buffer-model.ts";
import { createFakeDisk, type DiskOperation } from "./fake-disk.ts";

const folder = "/journal";
const maxBytes = 40_000;
const segmentBytes = 4_000;
const memoryBytes = 20_000;
const quarantineBytes = 6_000;

const changing: readonly DiskOperation[] = ["create", "write", "truncate", "sync", "rename", "remove", "syncFolder"];

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

/** What else has to hold at the end, beside that nothing is lost in silence. */
export interface Expected {
  readonly sync: SyncMode;
  /** Not more is counted than there is. */
  readonly exact: boolean;
  /** The disk is sound: nothing is found damaged. */
  readonly sound: boolean;
}

/** Plays actions on a journal and keeps a simple model beside it. */
export const openRun = async ({ sync, exact, sound }: Expected) => {
  const clock = openFakeClock();
  const disk = createFakeDisk();
  const appended = new Map<number, BufferRecord>();
  const models = new Map<ReaderName, ReaderModel>();
  /** Acknowledged while the buffer said that it is not durable, and it has not been since. */
  const unsafe = new Set<number>();
  /** Appended, and not yet answered. */
  const pending = new Set<number>();
  let tornBefore = 0;
  let nextId = 1;
  /** Reading fails. What a journal then finds when it opens it can't count: journal.test.ts has that. */
  let blind = false;
  const harms = new Set<"flip" | "vanish" | "cursor">();
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

  const newModel = (name: ReaderName): ReaderModel => ({
    name,
    whenFull: name === "b" ? "block" : "drop-oldest",
    kinds: name === "only logs" ? ["logs"] : undefined,
    owed: new Set(),
    perhaps: new Set(pending),
    settled: new Set(),
    lostBefore: 0,
  });

  const claim = (buffer: RecordBuffer, name: ReaderName): BufferReader => {
    const model = models.get(name) ?? newModel(name);
    models.set(name, model);
    return buffer.reader(name, { whenFull: model.whenFull, kinds: model.kinds });
  };

  const open = async (): Promise<Run> => {
    const options = { folder, maxBytes, segmentBytes, memoryBytes, quarantineBytes, keepFreeBytes: 0 };
    if (blind) mend();
    const opening = openJournal({ ...options, sync }, { disk: disk.attach(), clock, crc32 });
    let opened = await finish(opening);
    if (opened === undefined) throw new Error("opening does not end");
    if (!opened.ok) {
      // The disk refuses even that: as an operator would, mend it and start again.
      mend();
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

  const mend = (): void => {
    blind = false;
    disk.refuse = () => undefined;
    disk.capacityBytes = Number.POSITIVE_INFINITY;
  };

  /** The process is over: its counters with it, and what it had in memory only. */
  const countRun = ({ buffer, readers }: Run): void => {
    for (const [name, reader] of readers) {
      const model = models.get(name);
      if (model !== undefined) model.lostBefore += lostBy(reader);
      if (sound) expect(reader.lost().get("corrupt"), `${name} finds damage`).toBeUndefined();
    }
    tornBefore += tornBy(buffer);
    if (!isSafe(buffer)) for (const { owed } of models.values()) for (const id of unsafe) owed.delete(id);
    unsafe.clear();
  };

  const lostBy = (reader: BufferReader): number =>
    [...reader.lost().values()].reduce((sum, { records }) => sum + records, 0);
  const tornBy = (buffer: RecordBuffer): number => buffer.state().lost.get("torn")?.records ?? 0;

  const current = async (): Promise<Run> => {
    run ??= await open();
    return run;
  };

  const close = async (): Promise<void> => {
    if (run === undefined) return;
    const ending = run;
    run = undefined;
    await ending.buffer.close();
    countRun(ending);
    expect(disk.openFiles()).toBe(0);
  };

  const end = (crash: () => void): void => {
    if (run !== undefined) countRun(run);
    run = undefined;
    crash();
  };

  const isSafe = (buffer: RecordBuffer): boolean => buffer.state().durable && buffer.state().memoryBytes === 0;

  const acknowledge = (buffer: RecordBuffer, ids: readonly number[], readers: readonly ReaderModel[]): void => {
    if (isSafe(buffer)) unsafe.clear();
    else for (const id of ids) unsafe.add(id);
    for (const { owed } of readers) for (const id of ids) owed.add(id);
  };

  const append = async (sizes: readonly number[], kind: string): Promise<void> => {
    const { buffer } = await current();
    const records = sizes.map((size): BufferRecord => {
      const id = nextId;
      nextId += 1;
      const record = { kind, atMs: clock.now(), itemCount: (id % 5) + 1, body: bodyOf(id, size) };
      appended.set(id, record);
      return record;
    });
    const ids = records.map(idOf);
    // Only readers that are there now are owed the records; one that comes while they are written may get them.
    const readersNow = [...models.values()].filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
    for (const { perhaps } of models.values()) for (const id of ids) perhaps.add(id);
    for (const id of ids) pending.add(id);
    const done = buffer.append(records).then((result) => {
      for (const id of ids) pending.delete(id);
      // Acknowledged late, by a run that is over: nobody heard it.
      if (result.ok && run?.buffer === buffer) acknowledge(buffer, ids, readersNow);
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
    const ids = got.records.map((record) => {
      const id = genuine(record, appended);
      expect(id, "a record that nobody appended").toBeDefined();
      return id ?? 0;
    });
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
    for (const id of ids) models.get(name)?.settled.add(id);
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
    models.delete(name);
    readers.set(name, claim(buffer, name));
  };

  const refuse = (what: "write" | "sync" | "read" | "everything" | "changes", after: number): void => {
    let left = after;
    blind = what === "read" || what === "everything";
    disk.refuse = (operation) => {
      const hit = what === "everything" || (what === "changes" ? changing.includes(operation) : operation === what);
      if (!hit || left-- > 0) return undefined;
      return what === "changes" ? "read-only" : "io";
    };
  };

  /**
   * A fault of the disk itself. A segment vanishes only when there is one behind it: nothing else could tell that it
   * ever was. For the same reason no segment vanishes where a cursor is harmed.
   */
  const harm = (how: "flip" | "vanish", file: number, at: number): void => {
    const segments = disk.names(folder).filter((name) => name.endsWith(".segment"));
    const newest = segments.sort().findLastIndex((name) => disk.durableBytes(`${folder}/${name}`) > 0);
    const names = how === "flip" ? disk.names(folder) : segments.slice(0, Math.max(0, newest));
    const name = names[file % Math.max(1, names.length)];
    if (name === undefined) return;
    const kind = name.endsWith(".cursor") ? "cursor" : how;
    if ((kind === "cursor" && harms.has("vanish")) || (kind === "vanish" && harms.has("cursor"))) return;
    harms.add(kind);
    const bytes = disk.bytes(`${folder}/${name}`);
    if (how === "vanish") disk.vanish(`${folder}/${name}`);
    else if (bytes.length > 0) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << (at % 8));
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
        return mend();
      case "fill disk":
        disk.capacityBytes = action.bytes;
        return undefined;
      case "refuse":
        return refuse(action.what, action.after);
      default:
        return harm(action.do, action.file, action.at);
    }
  };

  /** Everything is delivered or counted, once the disk is well again. */
  const check = async (): Promise<void> => {
    mend();
    await clock.advance(20_000);
    const { buffer, readers, held } = await current();
    for (const name of readerNames) await finishLease(name, "release");
    expect(held.size).toBe(0);
    for (let round = 0; [...readers.values()].some((reader) => reader.backlog().records > 0); round += 1) {
      expect(round, "readers come to the end").toBeLessThan(5_000);
      for (const name of readerNames) {
        await lease(name, 8, 50_000);
        await finishLease(name, "settle");
      }
    }
    // Nothing hangs: it takes more, and stays within its bounds.
    await append([10, 20], "logs");
    for (const name of readerNames) {
      await lease(name, 8, 50_000);
      await finishLease(name, "settle");
    }
    for (const [name, reader] of readers) {
      const model = models.get(name);
      if (model === undefined) continue;
      const missing = [...model.owed].filter((id) => !model.settled.has(id));
      const counted = model.lostBefore + lostBy(reader) + tornBefore + tornBy(buffer);
      expect(missing.length, `${name} misses ${missing.slice(0, 10)}`).toBeLessThanOrEqual(counted);
      const perhaps = [...model.perhaps].filter((id) => !model.settled.has(id));
      if (sound) expect(reader.lost().get("corrupt"), `${name} finds damage`).toBeUndefined();
      if (exact) expect(counted, `${name} counts too much`).toBeLessThanOrEqual(perhaps.length);
    }
    expect(
      disk
        .names(`${folder}/quarantine`)
        .reduce((sum, name) => sum + disk.bytes(`${folder}/quarantine/${name}`).length, 0),
    ).toBeLessThanOrEqual(quarantineBytes);
    await close();
  };

  return { act, check };
};
