import type { BufferReader, BufferRecord, ReaderOptions, RecordBuffer, StoredRecord } from "../../ports/buffer.ts";
import type { Clock } from "../../ports/clock.ts";
import { type AppendResult, createAppends } from "./appends.ts";
import { type Bell, createBell } from "./bell.ts";
import { createLosses, sumOf } from "./losses.ts";
import { between, later, unknownKind, wants } from "./mark.ts";
import { backlogOf, claim, type Place } from "./place.ts";
import type { Places } from "./places.ts";
import { createReader, type OpenReader } from "./reader.ts";
import { createRoom } from "./room.ts";
import { roomOfAll } from "./segment.ts";
import type { Store } from "./store.ts";
import type { Timeline } from "./timeline.ts";

export interface BufferParts {
  readonly timeline: Timeline;
  readonly places: Places;
  readonly store: Store;
  readonly clock: Clock;
  readonly maxBytes: number;
  readonly maxRecordBytes: number;
  readonly groupBytes: number;
  readonly forgetAfterMs: number;
}

export interface OpenBuffer {
  readonly buffer: RecordBuffer;
  /** Losses that opening found. */
  readonly lost: ReturnType<typeof createLosses>;
}

/** Different kinds that a segment's ledger has room for. */
const maxKinds = 32;
const maxKindBytes = 32;

const utf8 = new TextEncoder();

/** Whether the kinds can be kept: a ledger that grows with every odd name would be no ledger. */
const fitKinds = (records: readonly BufferRecord[], known: ReadonlySet<string>): boolean => {
  const fresh = new Set(records.map(({ kind }) => kind).filter((kind) => !known.has(kind)));
  if (known.size + fresh.size > maxKinds) return false;
  return [...fresh].every((kind) => kind !== unknownKind && utf8.encode(kind).length <= maxKindBytes);
};

/** The buffer, wherever it keeps things. */
export const createBuffer = (parts: BufferParts): OpenBuffer => {
  const { timeline, places, store, clock, maxBytes, maxRecordBytes, groupBytes, forgetAfterMs } = parts;
  const bell: Bell = createBell();
  const closing = new AbortController();
  const lost = createLosses();
  const readers = new Map<Place, OpenReader>();
  const room = createRoom({ ...parts, bell, closing: closing.signal, maxBytes, forgetAfterMs });
  let closed: Promise<void> | undefined;

  /** New readers' places are kept before anything they wait for is acknowledged. */
  const savePlaces = async (): Promise<void> => {
    for (const place of [...places.all()]) {
      if (place.options !== undefined && place.savedSequence === undefined) await places.save(place, "durable");
    }
  };

  const put = async (records: readonly StoredRecord[]): Promise<boolean> => {
    for (;;) {
      const written = await store.write(records);
      if (written.stored) return true;
      if (!(await room.giveUp(written.wants))) return false;
    }
  };

  const write = async (records: readonly StoredRecord[]): Promise<boolean> => {
    if (!(await room.make(roomOfAll(records) + store.overheadBytes()))) return false;
    await savePlaces();
    const waiting = [...places.all()].filter(({ here, kinds }) => between(here, timeline.end, kinds).records === 0);
    if (!(await put(records))) return false;
    for (const place of waiting) {
      if (place.leased !== undefined) continue;
      place.oldestMs = records.find(({ kind }) => wants(place.kinds, kind))?.atMs;
    }
    bell.ring();
    return true;
  };

  const appends = createAppends({ groupBytes, next: () => timeline.end.sequence, write });

  const append = async (records: readonly BufferRecord[]): Promise<AppendResult> => {
    const refuse = (reason: "too-large" | "closed"): AppendResult => {
      lost.add(reason, sumOf(records));
      return { ok: false, reason };
    };
    if (closing.signal.aborted) return refuse("closed");
    const known = new Set(timeline.end.passed.keys());
    known.delete(unknownKind);
    if (records.some(({ body }) => body.length > maxRecordBytes) || !fitKinds(records, known)) {
      return refuse("too-large");
    }
    const result = await appends.add(records);
    return result.ok ? result : refuse("closed");
  };

  const settled = async (place: Place): Promise<void> => {
    await places.save(place, "usual");
    await room.reclaim();
    bell.ring();
  };

  const openReader = (name: string, options: ReaderOptions): BufferReader => {
    const place = places.get(name) ?? places.add(name, timeline.end);
    claim(place, options);
    const open = readers.get(place) ?? createReader({ timeline, place, clock, bell, closing: closing.signal, settled });
    readers.set(place, open);
    return open.reader;
  };

  const forget = async (name: string): Promise<void> => {
    const place = places.get(name);
    if (place === undefined) return;
    readers.get(place)?.close();
    readers.delete(place);
    await places.remove(place);
    await room.reclaim();
    bell.ring();
  };

  /** What only memory has is lost with it: it counts as such, and the timeline ends before it. */
  const giveUpMemory = (): void => {
    const inMemory = timeline.segments.find(({ durable }) => !durable);
    if (inMemory === undefined) return;
    for (const { here, leased, kinds, losses } of places.all()) {
      const from = later(later(inMemory.start, here), leased?.to ?? here);
      losses.add("closed", between(from, timeline.end, kinds));
      if (leased !== undefined) leased.lostAs = "closed";
    }
    timeline.cut(inMemory.start);
  };

  const close = async (): Promise<void> => {
    closing.abort();
    bell.ring();
    await appends.idle();
    for (const open of readers.values()) open.close();
    for (const place of [...places.all()]) await places.save(place, "durable");
    await room.reclaim();
    await store.close();
    giveUpMemory();
  };

  const buffer: RecordBuffer = {
    append,
    reader: openReader,
    forget,
    state: () => ({
      durable: store.durable && [...places.all()].every(({ known }) => known),
      bytes: timeline.bytes(),
      maxBytes,
      memoryBytes: timeline.memoryBytes(),
      lost: lost.counts(),
      setAside: store.setAside(),
      unclaimed: [...places.all()]
        .filter(({ options }) => options === undefined)
        .map((place) => ({
          name: place.name,
          lastSettledMs: place.lastSettledMs,
          backlog: backlogOf(place, timeline.end),
        })),
      problems: store.problems(),
    }),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
  return { buffer, lost };
};
