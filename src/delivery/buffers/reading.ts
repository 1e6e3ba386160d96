import type { LossReason, StoredRecord } from "../../ports/buffer.ts";
import type { Clock } from "../../ports/clock.ts";
import { adopt, between, copyMark, type Mark, pass, wants } from "./mark.ts";
import { type Leased, move, moveOverTooOld, type Place } from "./place.ts";
import type { Segment, Sighting, Walk } from "./segment.ts";
import type { Timeline } from "./timeline.ts";

export interface LeaseLimits {
  readonly maxRecords: number;
  readonly maxBytes: number;
}

/**
 * A reader's eyes. Its calls do not overlap, but the place may be moved by others during each `await`: what was seen
 * before is looked at again then.
 */
export interface Reading {
  /** Leases the next records from the reader's place on; undefined when there are none now. */
  gather(limits: LeaseLimits): Promise<Leased | undefined>;
  /** Finds out how old the oldest record is. */
  look(): Promise<void>;
  /** Forgets how far it has read: the next call begins at the reader's place. */
  rewind(): void;
  /** Lets go of files. From now on there is nothing. */
  close(): void;
}

/**
 * Pauses between the attempts at a read that fails, before what it would have read counts as lost. Long enough for a
 * shortage of file descriptors to pass, short enough for one bad block not to hold up the rest.
 */
const readPausesMs = [50, 100, 200, 400, 800, 1_600, 3_200, 6_400];

/** Whether to wait for a disk that does not read: not when there is something to hand out already. */
type Patience = "none" | "some";

/** Nothing can be read between here and the mark. */
interface Gap {
  readonly to: Mark;
  readonly reason: LossReason;
}

type Seen =
  | { readonly kind: "record"; readonly record: Sighting }
  | { readonly kind: "gap"; readonly gap: Gap }
  | { readonly kind: "nothing" }
  | { readonly kind: "moved" };

export const openReading = (timeline: Timeline, place: Place, clock: Clock, closing: AbortSignal): Reading => {
  let segment: Segment | undefined;
  let walk: Walk | undefined;
  /** Records from here on belong to the next segment, whatever is found in this one. */
  let limit = Number.POSITIVE_INFINITY;
  let moves = place.moves;
  let closed = false;

  const moved = (): boolean => place.moves !== moves;

  const rewind = (): void => {
    walk?.close();
    walk = undefined;
    segment = undefined;
  };

  const step = (next: Segment, from: Mark): void => {
    rewind();
    segment = next;
    walk = next.walk(from.sequence);
    limit = timeline.after(next)?.start.sequence ?? Number.POSITIVE_INFINITY;
  };

  /** The next record, when it is at hand. */
  const glance = (): Sighting | undefined => {
    const record = walk?.peek();
    return record !== undefined && record.sequence < limit ? record : undefined;
  };

  /** The border that was reached: the next segment's start, or the end of everything. Undefined: go on reading. */
  const border = (from: Mark, next: Segment | undefined): Seen | undefined => {
    const to = next?.start ?? timeline.end;
    const { records } = between(from, to, place.kinds);
    if (from.sequence < to.sequence || records > 0) {
      return { kind: "gap", gap: { to: copyMark(to), reason: timeline.gapBefore(next) } };
    }
    if (next === undefined) return { kind: "nothing" };
    adopt(from, to);
    step(next, from);
    return undefined;
  };

  /** Gets more of the segment at hand; `end` is as far as it is written, or as it can be read. */
  const fill = async (open: Walk, of: Segment, patience: Patience): Promise<"more" | "end" | "failed"> => {
    for (let attempt = 0; ; attempt += 1) {
      const filled = await open.fill();
      if (filled === "more" || filled === "end") return filled;
      if (moved() || closed) return "end";
      const pauseMs = readPausesMs[attempt];
      if (filled.reason === "not-found" || pauseMs === undefined) {
        of.suspect = true;
        return "end";
      }
      if (patience === "none") return "failed";
      await clock.sleep(pauseMs, closing);
    }
  };

  /** Stands before `from`. Something is seen already when nothing is kept there. */
  const enter = (from: Mark): Seen | undefined => {
    if (walk !== undefined) return undefined;
    const first = timeline.at(from.sequence);
    if (first === undefined) return border(from, timeline.segments[0]);
    step(first, from);
    return undefined;
  };

  /** One step on; undefined when another has to follow. */
  const proceed = async (from: Mark, patience: Patience): Promise<Seen | undefined> => {
    const record = glance();
    if (record !== undefined) return { kind: "record", record };
    const [of, open] = [segment, walk];
    if (of === undefined || open === undefined) return undefined;
    const endBefore = timeline.end.sequence;
    const filled = open.peek() === undefined ? await fill(open, of, patience) : "end";
    if (moved()) return { kind: "moved" };
    if (filled === "failed") return { kind: "nothing" };
    // Closed meanwhile, the segment and the walk are not there any more.
    if (closed || filled === "more") return undefined;
    const next = timeline.after(of);
    return next === undefined && timeline.end.sequence !== endBefore ? undefined : border(from, next);
  };

  /** What comes next, behind `from`. */
  const see = async (from: Mark, patience: Patience): Promise<Seen> => {
    while (!closed) {
      const seen = enter(from) ?? (await proceed(from, patience));
      if (seen !== undefined) return seen;
    }
    return { kind: "nothing" };
  };

  const isTooOld = ({ atMs }: Sighting): boolean =>
    place.options?.maxAgeMs !== undefined && atMs < clock.now() - place.options.maxAgeMs;

  /** The record, when the reader wants it and can have it; otherwise it is passed over, and counted if it is lost. */
  const accept = (record: Sighting): StoredRecord | undefined => {
    const { sequence, kind, atMs, itemCount, bodyBytes, body } = record;
    if (wants(place.kinds, kind)) {
      const tooOld = isTooOld(record);
      if (body !== undefined && !tooOld) return { sequence, kind, atMs, itemCount, body };
      place.losses.add(tooOld ? "too-old" : "corrupt", { records: 1, items: itemCount, bytes: bodyBytes });
    }
    pass(place.here, record);
    walk?.advance();
    return undefined;
  };

  const cross = ({ to, reason }: Gap): void => {
    move(place, to, reason);
    moves = place.moves;
    rewind();
  };

  /** The next record that the reader wants and can have. The walk stands before it. */
  const seek = async (patience: Patience): Promise<StoredRecord | "nothing" | "moved"> => {
    for (;;) {
      const seen = await see(place.here, patience);
      if (moved()) return "moved";
      if (seen.kind === "moved" || seen.kind === "nothing") return seen.kind;
      if (seen.kind === "gap") cross(seen.gap);
      else {
        const record = accept(seen.record);
        if (record !== undefined) return record;
      }
    }
  };

  const nextRecord = async (from: Mark): Promise<Sighting | undefined> => {
    const seen = await see(from, "none");
    return seen.kind === "record" ? seen.record : undefined;
  };

  /** Goes on behind the first record, as long as nothing is in the way and the limits allow, and leases it all. */
  const collect = async (first: StoredRecord, { maxRecords, maxBytes }: LeaseLimits): Promise<Leased | "moved"> => {
    if (moved()) return "moved";
    const to = copyMark(place.here);
    const records = [first];
    let bytes = first.body.length;
    pass(to, { ...first, bodyBytes: bytes });
    walk?.advance();
    while (records.length < maxRecords && bytes < maxBytes) {
      const record = glance() ?? (await nextRecord(to));
      if (moved()) return "moved";
      if (record === undefined) break;
      const { sequence, kind, atMs, itemCount, bodyBytes, body } = record;
      if (wants(place.kinds, kind)) {
        if (body === undefined || isTooOld(record) || bytes + bodyBytes > maxBytes) break;
        records.push({ sequence, kind, atMs, itemCount, body });
        bytes += bodyBytes;
      }
      pass(to, record);
      walk?.advance();
    }
    place.leased = { records, to, lostAs: "full" };
    return place.leased;
  };

  /** Ready to read from the reader's place on. */
  const ready = (): void => {
    moveOverTooOld(place, timeline, clock.now());
    if (moved()) rewind();
    moves = place.moves;
  };

  return {
    gather: async (limits) => {
      for (;;) {
        ready();
        const first = await seek("some");
        if (first === "nothing") return undefined;
        const leased = first === "moved" ? first : await collect(first, limits);
        if (leased !== "moved") return leased;
      }
    },
    look: async () => {
      for (;;) {
        ready();
        const first = await seek("none");
        if (first === "moved" || moved()) continue;
        place.oldestMs = first === "nothing" ? undefined : first.atMs;
        return;
      }
    },
    rewind,
    close: () => {
      closed = true;
      rewind();
    },
  };
};
