import type { Clock } from "../../ports/clock.ts";
import type { Bell } from "./bell.ts";
import { move, moveOverTooOld, type Place } from "./place.ts";
import type { Places } from "./places.ts";
import type { Segment } from "./segment.ts";
import type { Store } from "./store.ts";
import type { Timeline } from "./timeline.ts";

export interface RoomParts {
  readonly timeline: Timeline;
  readonly places: Places;
  readonly store: Store;
  readonly bell: Bell;
  readonly clock: Clock;
  readonly closing: AbortSignal;
  readonly maxBytes: number;
  readonly forgetAfterMs: number;
}

/** Keeps what is kept within bounds. */
export interface Room {
  /** Removes the oldest segments that no reader needs any more. */
  reclaim(): Promise<void>;
  /** Makes room for so many bytes, or waits for it; false when the buffer closes meanwhile. */
  make(bytes: number): Promise<boolean>;
  /** Gives up a segment, or waits a little while a reader that blocks needs it; false when the buffer closes. */
  giveUp(segment: Segment): Promise<boolean>;
}

/** How long readers of an earlier run have to come back before they can be forgotten for their age. */
const graceMs = 600_000;

/** Between two looks for what has become too old, while there is room. */
const ageEveryMs = 1_000;

/** Between two looks whether a disk that refused takes something again, while nothing else happens. */
const lookAgainMs = 1_000;

export const createRoom = (parts: RoomParts): Room => {
  const { timeline, places, store, bell, clock, closing, maxBytes, forgetAfterMs } = parts;
  const openedMs = clock.monotonic();
  let agedMs = openedMs;
  let reclaiming: Promise<void> = Promise.resolve();

  const forgetOld = async (): Promise<void> => {
    if (clock.monotonic() - openedMs < graceMs) return;
    for (const place of [...places.all()]) {
      if (place.options === undefined && place.lastSettledMs < clock.now() - forgetAfterMs) await places.remove(place);
    }
  };

  /** True when each reader's place behind the segment outlives a crash of the machine. */
  const saveAll = async (sequence: number): Promise<boolean> => {
    let saved = true;
    for (const place of [...places.all()]) {
      if ((place.savedSequence ?? 0) < sequence) saved = (await places.save(place, "durable")) && saved;
    }
    return saved;
  };

  /**
   * Cursors are made durable first, files removed then: in the other order a crash in between would leave cursors that
   * point into nothing, and what was delivered would count as lost. When room is needed the file goes all the same,
   * since on a full disk that may be what lets the cursor be written.
   */
  const reclaimNow = async (need: "usual" | "urgent"): Promise<void> => {
    await forgetOld();
    for (;;) {
      const first = timeline.segments[0];
      if (first === undefined || first === store.open) return;
      const { sequence } = timeline.endOf(first);
      if ([...places.all()].some(({ here }) => here.sequence < sequence)) return;
      if (first.durable && !(await saveAll(sequence)) && need === "usual") return;
      timeline.remove(first, "corrupt");
      await store.discard(first);
      bell.ring();
    }
  };

  /** One at a time. */
  const reclaim = (need: "usual" | "urgent"): Promise<void> => {
    reclaiming = reclaiming.then(() => reclaimNow(need));
    return reclaiming;
  };

  const isBehind = (place: Place, segment: Segment): boolean => place.here.sequence < timeline.endOf(segment).sequence;

  const mustWaitFor = (segment: Segment): boolean =>
    [...places.all()].some((place) => place.options?.whenFull === "block" && isBehind(place, segment));

  const drop = async (segment: Segment): Promise<void> => {
    if (store.open === segment) await store.seal();
    const isFirst = timeline.segments[0] === segment;
    const end = timeline.endOf(segment);
    for (const place of places.all()) {
      // A reader that is further back comes to the gap later, and counts it then.
      if (isBehind(place, segment) && (isFirst || place.here.sequence >= segment.start.sequence)) {
        move(place, end, "full");
      }
    }
    if (isFirst) return reclaim("urgent");
    timeline.remove(segment, "full");
    await store.discard(segment);
    bell.ring();
  };

  /** Lets go of what is older than its readers want. */
  const age = async (): Promise<void> => {
    agedMs = clock.monotonic();
    for (const place of places.all()) moveOverTooOld(place, timeline, clock.now());
    await reclaim("usual");
  };

  const fits = (bytes: number): boolean => timeline.bytes() + bytes <= maxBytes;

  return {
    reclaim: () => reclaim("usual"),
    make: async (bytes) => {
      if (clock.monotonic() - agedMs >= ageEveryMs) await age();
      for (;;) {
        const heard = bell.heard();
        if (fits(bytes)) return true;
        await age();
        const [oldest] = timeline.segments;
        if (oldest === undefined || fits(bytes)) return true;
        if (!mustWaitFor(oldest)) await drop(oldest);
        else if (closing.aborted) return false;
        else await bell.wait(heard, closing);
      }
    },
    giveUp: async (segment) => {
      if (!mustWaitFor(segment)) {
        await drop(segment);
        return true;
      }
      if (closing.aborted) return false;
      const enough = new AbortController();
      const pause = clock.sleep(lookAgainMs, enough.signal).then(() => enough.abort());
      await bell.wait(bell.heard(), closing, enough.signal);
      enough.abort();
      await pause;
      return !closing.aborted;
    },
  };
};
