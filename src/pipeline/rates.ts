import type { Point } from "../model/point.ts";

/** What is remembered of one counter between collections. */
interface Last {
  readonly value: number;
  /** The source's sample time. */
  readonly atMs: number;
  readonly sinceMs: number | undefined;
  /** When we received it. */
  readonly receivedMs: number;
  /** The last rate that could be told, per second, and the sample it belongs to. */
  readonly rate?: { readonly perSecond: number; readonly atMs: number };
}

/** A clock that jumped further than this between two samples is not used for a rate. */
const stepToleranceMs = 60_000;

/**
 * Growth of a counter between two samples, or undefined when it cannot be told. A smaller value is a reset when the
 * count began anew (`sinceMs` moved): then all of it is growth. Otherwise it is unexplained, and not guessed at.
 */
export const growth = (
  before: { readonly value: number; readonly sinceMs: number | undefined },
  now: { readonly value: number; readonly sinceMs?: number | undefined },
): number | undefined => {
  const delta = now.value - before.value;
  if (delta >= 0) return delta;
  const restarted = now.sinceMs !== undefined && before.sinceMs !== undefined && now.sinceMs > before.sinceMs;
  return restarted ? now.value : undefined;
};

const firstRate = (point: Point): Last["rate"] => {
  const { prior } = point;
  if (prior === undefined || prior.atMs >= point.atMs || prior.value > point.value) return undefined;
  return { perSecond: ((point.value - prior.value) / (point.atMs - prior.atMs)) * 1000, atMs: point.atMs };
};

const nextRate = (last: Last, point: Point, receivedMs: number): Last["rate"] => {
  const elapsedMs = point.atMs - last.atMs;
  if (elapsedMs < 0 || elapsedMs > receivedMs - last.receivedMs + stepToleranceMs) return undefined;
  const grown = growth(last, point);
  return grown === undefined ? undefined : { perSecond: (grown / elapsedMs) * 1000, atMs: point.atMs };
};

/** Rates of counters, by the samples' own times. The only place where a rate is made. */
export interface Rates {
  /**
   * Change per second of the counter that `key` names. A sample that did not move since the last call gives the same
   * rate again; a first sample gives one only with a valid prior; an unexplained step gives none.
   */
  of(key: string, point: Point, receivedMs: number): { readonly perSecond: number; readonly atMs: number } | undefined;
  /** Forgets the counters not seen since then. */
  forget(olderThanMs: number): void;
}

export const openRates = (): Rates => {
  const series = new Map<string, Last>();
  return {
    of: (key, point, receivedMs) => {
      const last = series.get(key);
      const same = last !== undefined && point.atMs === last.atMs;
      const rate = last === undefined ? firstRate(point) : same ? last.rate : nextRate(last, point, receivedMs);
      series.set(key, {
        value: point.value,
        atMs: point.atMs,
        sinceMs: point.sinceMs,
        receivedMs: same ? last.receivedMs : receivedMs,
        ...(rate === undefined ? {} : { rate }),
      });
      return rate;
    },
    forget: (olderThanMs) => {
      for (const [key, last] of series) if (last.receivedMs < olderThanMs) series.delete(key);
    },
  };
};
