import type { Entry } from "../../model/snapshot.ts";
import type { Remembered, RememberedExtent } from "../../ports/live-feed.ts";
import { type Block, openBlock, openSeriesNames } from "./block.ts";

export interface RingOptions {
  /** Between two moments, ms. */
  readonly stepMs: number;
  /** How far back it is to go. */
  readonly keepMs: number;
  readonly bytesAtMost: number;
}

/**
 * The last moments of every series of many resources, in memory. Bounded: what is gone goes first, then the time that
 * is kept shrinks, and comes back when there is room again.
 */
export interface Ring {
  /** Takes the figures of one moment. What comes within half a step of a moment's first is of it, and the later figures count. */
  put(entries: readonly Entry[], atMs: number): void;
  of(key: string): Remembered | undefined;
  extent(): RememberedExtent;
}

/** With fewer moments than this there is no line to draw. */
const momentsAtLeast = 8;
/** So much is left free when room is made, so that it is not made every time. */
const roomShare = 0.95;
/** Worth moving everything for. */
const muchMore = 1.5;

export const openRing = ({ stepMs, keepMs, bytesAtMost }: RingOptions): Ring => {
  const most = Math.max(momentsAtLeast, Math.ceil(keepMs / stepMs));
  let moments = most;
  let times = new Float64Array(moments);
  let tick = -1;
  /** When the newest moment began. */
  let begunMs = Number.NEGATIVE_INFINITY;
  let isFull = false;
  const names = openSeriesNames();
  const blocks = new Map<string, Block>();

  const bytes = (): number => {
    let sum = times.length * 8;
    for (const block of blocks.values()) sum += block.bytes;
    return sum;
  };

  const resize = (other: number): void => {
    const moved = new Float64Array(other);
    for (let one = Math.max(0, tick - Math.min(moments, other) + 1); one <= tick; one += 1) {
      moved[one % other] = times[one % moments] ?? 0;
    }
    for (const [key, block] of blocks) blocks.set(key, block.resized(other));
    times = moved;
    moments = other;
  };

  const forget = (isForgotten: (block: Block) => boolean): void => {
    for (const [key, block] of blocks) if (isForgotten(block)) blocks.delete(key);
  };

  /** What does not fit even so: the latest comers are not remembered. */
  const turnAway = (): void => {
    let sum = bytes();
    for (const [key, block] of [...blocks].reverse()) {
      if (sum <= bytesAtMost * roomShare) return;
      blocks.delete(key);
      sum -= block.bytes;
    }
  };

  const shrinkOrGrow = (): void => {
    forget(({ lastTick }) => lastTick <= tick - moments);
    if (bytes() > bytesAtMost) forget(({ lastTick }) => lastTick < tick);
    for (let used = bytes(); used > bytesAtMost && moments > momentsAtLeast; used = bytes()) {
      resize(Math.max(momentsAtLeast, Math.floor(((moments * bytesAtMost) / used) * roomShare)));
    }
    isFull = bytes() > bytesAtMost || (isFull && bytes() > bytesAtMost * roomShare * roomShare);
    if (bytes() > bytesAtMost) turnAway();
    const fitting = Math.min(most, Math.floor(((moments * bytesAtMost) / bytes()) * roomShare * roomShare));
    if (fitting === most ? moments < most : fitting > moments * muchMore) resize(fitting);
  };

  const blockOf = (key: string): Block | undefined => {
    const known = blocks.get(key);
    if (known !== undefined || isFull) return known;
    const block = openBlock(moments, names);
    blocks.set(key, block);
    return block;
  };

  return {
    put: (entries, atMs) => {
      if (atMs - begunMs >= stepMs / 2 || atMs < begunMs) {
        tick += 1;
        begunMs = atMs;
      }
      times[tick % moments] = atMs;
      for (const { resource, points } of entries) blockOf(resource.key)?.put(tick, points);
      shrinkOrGrow();
    },
    of: (key) => {
      const block = blocks.get(key);
      if (block === undefined) return undefined;
      const found: { readonly atMs: number; readonly row: Float32Array }[] = [];
      for (let one = Math.max(0, tick - moments + 1); one <= tick; one += 1) {
        const row = block.row(one);
        if (row !== undefined) found.push({ atMs: times[one % moments] ?? 0, row });
      }
      // After a step of the clock the moments are no longer in order.
      found.sort((one, other) => one.atMs - other.atMs);
      return {
        times: found.map(({ atMs }) => atMs),
        series: block.series.slice(),
        values: block.series.map((_, place) => found.map(({ row }) => row[place] ?? Number.NaN)),
      };
    },
    extent: () => ({ stepMs, keptMs: moments * stepMs, bytes: bytes() }),
  };
};
