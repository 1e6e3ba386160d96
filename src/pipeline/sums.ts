import type { Point } from "../model/point.ts";
import { growth } from "./rates.ts";

interface Part {
  value: number;
  sinceMs: number | undefined;
}

interface Sum {
  total: number;
  atMs: number;
  /** The last value of each counter that went into the sum; those that are gone stay counted. */
  readonly parts: Map<string, Part>;
  touchedMs: number;
}

/**
 * Sums of counters that never go back: each part adds its growth, a part that vanishes leaves what it added, and a
 * part that comes for the first time brings its whole value.
 */
export interface Sums {
  add(sumKey: string, partKey: string, point: Point, receivedMs: number): void;
  total(sumKey: string): { readonly value: number; readonly atMs: number } | undefined;
  /** Forgets the sums not added to since then. */
  forget(olderThanMs: number): void;
}

export const openSums = (): Sums => {
  const sums = new Map<string, Sum>();
  return {
    add: (sumKey, partKey, point, receivedMs) => {
      let sum = sums.get(sumKey);
      if (sum === undefined) {
        sum = { total: 0, atMs: 0, parts: new Map(), touchedMs: receivedMs };
        sums.set(sumKey, sum);
      }
      sum.touchedMs = receivedMs;
      sum.atMs = Math.max(sum.atMs, point.atMs);
      const part = sum.parts.get(partKey);
      if (part === undefined) {
        sum.total += point.value;
        sum.parts.set(partKey, { value: point.value, sinceMs: point.sinceMs });
        return;
      }
      sum.total += growth(part, point) ?? 0;
      part.value = point.value;
      part.sinceMs = point.sinceMs;
    },
    total: (sumKey) => {
      const sum = sums.get(sumKey);
      return sum === undefined ? undefined : { value: sum.total, atMs: sum.atMs };
    },
    forget: (olderThanMs) => {
      for (const [key, sum] of sums) if (sum.touchedMs < olderThanMs) sums.delete(key);
    },
  };
};
