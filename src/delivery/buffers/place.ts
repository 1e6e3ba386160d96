import type { Backlog, LossCount, LossReason, ReaderOptions, StoredRecord } from "../../ports/buffer.ts";
import { createLosses, type Losses, sumOf } from "./losses.ts";
import { between, copyMark, later, type Mark } from "./mark.ts";
import type { Cursor } from "./store.ts";
import type { Timeline } from "./timeline.ts";

/** What is handed out and not settled. */
export interface Leased {
  readonly records: readonly StoredRecord[];
  /** Behind them. */
  readonly to: Mark;
  /** Why some of them can't be handed out again. */
  lostAs: LossReason;
}

/** Where a reader stands. */
export interface Place {
  readonly name: string;
  /** Undefined until somebody asks for the reader in this run. */
  options: ReaderOptions | undefined;
  kinds: ReadonlySet<string> | undefined;
  /** Before the oldest record not settled. Never goes back. */
  here: Mark;
  /** Changes when `here` was moved by somebody else than the reader. */
  moves: number;
  leased: Leased | undefined;
  oldestMs: number | undefined;
  lastSettledMs: number;
  /** A restart will find the reader, though perhaps further back. */
  known: boolean;
  /** Sequence of the place that is known to outlive a crash of the machine. */
  savedSequence: number | undefined;
  /** Records in doubt, as last saved. */
  savedInDoubt: number;
  gone: boolean;
  readonly losses: Losses;
}

const nothing: LossCount = { records: 0, items: 0, bytes: 0 };

export const createPlace = (name: string, here: Mark, nowMs: number): Place => ({
  name,
  options: undefined,
  kinds: undefined,
  here: copyMark(here),
  moves: 0,
  leased: undefined,
  oldestMs: undefined,
  lastSettledMs: nowMs,
  known: false,
  savedSequence: undefined,
  savedInDoubt: 0,
  gone: false,
  losses: createLosses(),
});

/** The place of a reader from an earlier run. The lease it had then was never settled. */
export const restorePlace = (name: string, { here, lastSettledMs, oldestMs, inDoubt }: Cursor): Place => {
  const place = { ...createPlace(name, here, lastSettledMs), oldestMs, known: true, savedInDoubt: inDoubt.records };
  place.losses.add("full", inDoubt);
  return place;
};

export const cursorOf = ({ here, lastSettledMs, oldestMs, leased }: Place): Cursor => {
  const dropped = leased?.records.filter(({ sequence }) => sequence < here.sequence) ?? [];
  const inDoubt = dropped.length === 0 ? nothing : sumOf(dropped);
  return { here: copyMark(here), lastSettledMs, oldestMs, inDoubt };
};

export const claim = (place: Place, options: ReaderOptions): void => {
  place.options = options;
  place.kinds = options.kinds === undefined ? undefined : new Set(options.kinds);
};

/** Moves a reader on without it: what lies between is lost to it, except what is leased, which is in its hands. */
export const move = (place: Place, to: Mark, reason: LossReason): void => {
  if (to.sequence < place.here.sequence) return;
  const { leased } = place;
  if (leased !== undefined) leased.lostAs = reason;
  place.losses.add(reason, between(leased === undefined ? place.here : later(place.here, leased.to), to, place.kinds));
  place.here = copyMark(to);
  place.oldestMs = undefined;
  place.moves += 1;
};

/** Moves a reader over segments in which everything is older than it wants, without reading them. */
export const moveOverTooOld = (place: Place, timeline: Timeline, nowMs: number): void => {
  const { options } = place;
  if (options?.maxAgeMs === undefined) return;
  const cutoffMs = nowMs - options.maxAgeMs;
  for (;;) {
    const segment = timeline.at(place.here.sequence) ?? timeline.segments[0];
    const next = segment === undefined ? undefined : timeline.after(segment);
    if (next === undefined || !(next.start.newestMs < cutoffMs)) return;
    move(place, next.start, "too-old");
  }
};

/** What of a lease given back can't be handed out again. */
export const lostOf = ({ records }: Leased, { here }: Place, end: Mark): readonly StoredRecord[] =>
  records.filter(({ sequence }) => sequence < here.sequence || sequence >= end.sequence);

export const backlogOf = ({ here, leased, oldestMs, kinds }: Place, end: Mark): Backlog => {
  const backlog = between(here, end, kinds);
  if (backlog.records === 0) return backlog;
  return { ...backlog, oldestMs: leased?.records[0]?.atMs ?? oldestMs };
};
