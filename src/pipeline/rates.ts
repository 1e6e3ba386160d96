import { type Point, pointKey } from "../model/point.ts";
import { firstReading, nextReading, type Reading } from "./counter-reading.ts";
import { openMemory } from "./memory.ts";
import { openEras, type Reception } from "./reception.ts";

/** Change per second, and the sample that showed it. */
export interface Rate {
  readonly perSecond: number;
  readonly atMs: number;
}

interface Last {
  reading: Reading;
  /** When it first came, by the clock that only grows. */
  elapsedMs: number;
  /** Undefined: it came as our clock had just stepped. */
  era: number | undefined;
  rate: Rate | undefined;
}

/** Rates of counters, by the samples' own times. The only place where a rate is made. */
export interface Rates {
  /** Begins a collection. */
  begin(reception: Reception): void;
  /**
   * Change per second of a resource's counter. A sample that did not move since the last call gives the same rate
   * again; a first sample gives one only with a valid prior; an unexplained decrease or a step of a clock gives none.
   */
  of(resourceKey: string, point: Point): Rate | undefined;
}

/** How far the source's time between two samples may differ from ours: samples are of different age when they come. */
const ageToleranceMs = 60_000;

const firstRate = (point: Point): Rate | undefined => {
  const { prior, value, atMs } = point;
  if (prior === undefined || prior.atMs >= atMs || prior.value > value) return undefined;
  return { perSecond: ((value - prior.value) / (atMs - prior.atMs)) * 1000, atMs };
};

export const openRates = (): Rates => {
  const memory = openMemory(() => new Map<string, Last>());
  const eras = openEras();
  let era: number | undefined;
  let elapsedMs = 0;

  /** Both samples by one clock that did not step in between, as far as can be seen. */
  const comparable = (last: Last, { atMs }: Point): boolean => {
    const sampledMs = atMs - last.reading.atMs;
    const passedMs = elapsedMs - last.elapsedMs;
    return sampledMs > 0 && Math.abs(sampledMs - passedMs) <= ageToleranceMs && era !== undefined && era === last.era;
  };

  const follow = (last: Last, point: Point): void => {
    const { reading, grown, certain } = nextReading(last.reading, point);
    const told = certain && comparable(last, point);
    const perSecond = (grown / (point.atMs - last.reading.atMs)) * 1000;
    last.rate = told ? { perSecond, atMs: point.atMs } : undefined;
    last.reading = reading;
    last.elapsedMs = elapsedMs;
    last.era = era;
  };

  return {
    begin: (reception) => {
      memory.begin(reception.elapsedMs);
      era = eras.at(reception);
      elapsedMs = reception.elapsedMs;
    },
    of: (resourceKey, point) => {
      const counters = memory.of(resourceKey);
      const key = pointKey(point.metric, point.attributes);
      const last = counters.get(key);
      if (last === undefined) {
        const rate = firstRate(point);
        counters.set(key, { reading: firstReading(point), elapsedMs, era, rate });
        return rate;
      }
      if (last.reading.atMs !== point.atMs) follow(last, point);
      return last.rate;
    },
  };
};
