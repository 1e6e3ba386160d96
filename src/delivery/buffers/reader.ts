import type { BufferReader, Lease } from "../../ports/buffer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Bell } from "./bell.ts";
import { sumOf } from "./losses.ts";
import { between } from "./mark.ts";
import { backlogOf, type Leased, lostOf, type Place } from "./place.ts";
import { openReading } from "./reading.ts";
import type { Timeline } from "./timeline.ts";

export interface ReaderParts {
  readonly timeline: Timeline;
  readonly place: Place;
  readonly clock: Clock;
  readonly bell: Bell;
  /** Fires when the buffer closes. */
  readonly closing: AbortSignal;
  /** Keeps the reader's place, and frees what nobody needs any more. */
  settled(place: Place): Promise<void>;
}

export interface OpenReader {
  readonly reader: BufferReader;
  /** Lets go of files; there is nothing to lease any more. */
  close(): void;
}

/** Leases from one place. */
export const createReader = ({ timeline, place, clock, bell, closing, settled }: ReaderParts): OpenReader => {
  const reading = openReading(timeline, place, clock, closing);
  let busy = false;
  let settling: Promise<void> = Promise.resolve();

  const settle = async (leased: Leased): Promise<void> => {
    if (leased.to.sequence > place.here.sequence) place.here = leased.to;
    place.leased = undefined;
    place.oldestMs = undefined;
    place.lastSettledMs = clock.now();
    if (closing.aborted) return;
    if (between(place.here, timeline.end, place.kinds).records > 0) await reading.look();
    if (!closing.aborted) await settled(place);
  };

  const release = (leased: Leased): void => {
    place.leased = undefined;
    const lost = lostOf(leased, place, timeline.end);
    place.losses.add(leased.lostAs, sumOf(lost));
    place.oldestMs = leased.records.find((record) => !lost.includes(record))?.atMs;
    reading.rewind();
    bell.ring();
  };

  /** The lease of what was gathered; ending it a second time is a defect. */
  const leaseOf = (leased: Leased): Lease => {
    const end = (): void => {
      if (place.leased !== leased) throw new Error(`A lease of ${place.name} was ended twice`);
    };
    return {
      records: leased.records,
      settle: () => {
        end();
        settling = settle(leased);
        return settling;
      },
      release: () => {
        end();
        release(leased);
      },
    };
  };

  const reader: BufferReader = {
    lease: async (limits, signal) => {
      if (busy || place.leased !== undefined) throw new Error(`${place.name} has a lease already`);
      busy = true;
      try {
        await settling;
        const stops = signal === undefined ? [closing] : [signal, closing];
        while (!stops.some(({ aborted }) => aborted) && !place.gone) {
          const heard = bell.heard();
          const leased = await reading.gather(limits);
          if (leased !== undefined) return leaseOf(leased);
          await bell.wait(heard, ...stops);
        }
        return undefined;
      } finally {
        busy = false;
      }
    },
    backlog: () => backlogOf(place, timeline.end),
    lost: () => place.losses.counts(),
  };
  return { reader, close: reading.close };
};
