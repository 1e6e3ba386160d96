import { type Point, pointKey } from "../model/point.ts";
import { openComparing, type Seen } from "./comparing.ts";
import { firstReading, nextReading, type Reading } from "./counter-reading.ts";
import { openMemory } from "./memory.ts";
import type { Reception } from "./reception.ts";

/** Change per second, and the sample that showed it. */
export interface Rate {
  readonly perSecond: number;
  readonly atMs: number;
}

interface Last {
  reading: Reading;
  seen: Seen;
  rate: Rate | undefined;
}

/** Rates of counters, by the samples' own times. The only place where a rate is made, beside `family-rates.ts`. */
export interface Rates {
  /** Begins a collection. */
  begin(reception: Reception): void;
  /**
   * Change per second of a resource's counter. A sample that did not move since the last call gives the same rate
   * again; a first sample gives one only with a valid prior; an unexplained decrease or a step of a clock gives none.
   */
  of(resourceKey: string, point: Point): Rate | undefined;
}

const firstRate = (point: Point): Rate | undefined => {
  const { prior, value, atMs } = point;
  if (prior === undefined || prior.atMs >= atMs || prior.value > value) return undefined;
  return { perSecond: ((value - prior.value) / (atMs - prior.atMs)) * 1000, atMs };
};

export const openRates = (): Rates => {
  const memory = openMemory(() => new Map<string, Last>());
  const comparing = openComparing();

  const follow = (last: Last, point: Point): void => {
    const { reading, grown, certain } = nextReading(last.reading, point);
    const seen = comparing.seen(point.atMs);
    const told = certain && comparing.comparable(last.seen, seen);
    const perSecond = (grown / (point.atMs - last.reading.atMs)) * 1000;
    last.rate = told ? { perSecond, atMs: point.atMs } : undefined;
    last.reading = reading;
    last.seen = seen;
  };

  return {
    begin: (reception) => {
      memory.begin(reception.elapsedMs);
      comparing.begin(reception);
    },
    of: (resourceKey, point) => {
      const counters = memory.of(resourceKey);
      const key = pointKey(point.metric, point.attributes);
      const last = counters.get(key);
      if (last === undefined) {
        const rate = firstRate(point);
        counters.set(key, { reading: firstReading(point), seen: comparing.seen(point.atMs), rate });
        return rate;
      }
      if (last.reading.atMs !== point.atMs) follow(last, point);
      return last.rate;
    },
  };
};
