import { encodeDelivery } from "../formats/delivery-record/record.ts";
import type { Happening } from "../model/happening.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { BufferRecord, RecordBuffer } from "../ports/buffer.ts";
import type { Clock } from "../ports/clock.ts";
import type { Codec } from "../ports/codec.ts";
import type { Delivery } from "../ports/push-output.ts";

/** Puts snapshots into the buffer, once for all outputs. */
export interface Feed {
  /** Takes a snapshot that was just published. Never waits, and never makes anybody wait. */
  publish(snapshot: Snapshot): void;
  latest(): Snapshot | undefined;
  /** Resolves when what was published is in the buffer. */
  flush(): Promise<void>;
}

export interface FeedOptions {
  readonly buffer: RecordBuffer;
  readonly codec: Codec;
  readonly clock: Clock;
  /** How often each input collects. */
  readonly intervalMs: number;
  readonly happeningsBetween: (before: Snapshot, after: Snapshot) => readonly Happening[];
  readonly onAccepted: (record: BufferRecord) => void;
  readonly onLost: (reason: string, points: number) => void;
}

/** Inputs that collect at the same tick are done within this time; their snapshots go together. */
const gatherMs = 500;
/**
 * Every input's collection publishes the whole snapshot. However many inputs there are, no more than two a collection
 * interval go into the buffer: what an input saw meanwhile stands in the next one, with its own sample time.
 */
const recordsPerInterval = 2;

interface Published {
  readonly snapshot: Snapshot;
  /** By the clock that only grows. */
  readonly atMs: number;
}

const pointsIn = ({ entries }: Snapshot): number => entries.reduce((sum, { points }) => sum + points.length, 0);

const latestMs = (happenings: readonly Happening[]): number => Math.max(...happenings.map(({ atMs }) => atMs));

export const openFeed = (options: FeedOptions): Feed => {
  const { buffer, codec, clock, intervalMs, happeningsBetween, onAccepted, onLost } = options;
  const gapMs = intervalMs / recordsPerInterval;
  let latest: Snapshot | undefined;
  let before: Snapshot | undefined;
  let pending: Published | undefined;
  let running: Promise<void> | undefined;
  let hurry = new AbortController();
  let nextMs = Number.NEGATIVE_INFINITY;

  const put = async (delivery: Delivery, atMs: number, itemCount: number): Promise<void> => {
    const record = { kind: delivery.kind, atMs, itemCount, body: encodeDelivery(delivery, codec) };
    const result = await buffer.append([record]);
    if (result.ok) onAccepted(record);
    else onLost(result.reason, itemCount);
  };

  const append = async (snapshot: Snapshot): Promise<void> => {
    const happenings = before === undefined ? [] : happeningsBetween(before, snapshot);
    before = snapshot;
    // Both in one turn, so that the buffer writes them together; apart, so that one too large does not take the other along.
    await Promise.all([
      happenings.length === 0
        ? undefined
        : put({ kind: "happenings", happenings }, latestMs(happenings), happenings.length),
      put({ kind: "snapshot", snapshot }, snapshot.takenAtMs, pointsIn(snapshot)),
    ]);
  };

  const run = async (): Promise<void> => {
    while (pending !== undefined) {
      const dueMs = Math.max(pending.atMs + Math.min(gatherMs, gapMs), nextMs);
      await clock.sleep(dueMs - clock.monotonic(), hurry.signal);
      const { snapshot } = pending;
      pending = undefined;
      nextMs = clock.monotonic() + gapMs;
      await append(snapshot).catch(() => onLost("defect", pointsIn(snapshot)));
    }
    running = undefined;
  };

  return {
    latest: () => latest,
    publish: (snapshot) => {
      latest = snapshot;
      const atMs = clock.monotonic();
      // A full buffer whose reader blocks takes nothing: what should have been in it by now is lost.
      if (pending !== undefined && atMs - pending.atMs > gapMs + gatherMs) {
        onLost("blocked", pointsIn(pending.snapshot));
        pending = undefined;
      }
      pending = { snapshot, atMs: pending?.atMs ?? atMs };
      running ??= run();
    },
    flush: async () => {
      hurry.abort();
      await running;
      hurry = new AbortController();
    },
  };
};
