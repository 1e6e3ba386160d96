import { type Point, pointKey } from "../model/point.ts";
import { firstReading, nextReading, type Reading } from "./counter-reading.ts";
import { openMemory } from "./memory.ts";

interface Total {
  /** Metric and attributes: its name among the sums of its owner. */
  readonly key: string;
  value: number;
}

interface Part {
  readonly total: Total;
  reading: Reading;
}

/**
 * Sums of counters that never go back: each part adds its growth, a part that vanishes leaves what it added, and a
 * part that comes for the first time brings its whole value.
 */
export interface Sums {
  /** Begins a collection. */
  begin(elapsedMs: number): void;
  /** The owner and its parts are there, with counters or (while they stand still) without: nothing of them is forgotten. */
  keep(ownerKey: string, partKeys: readonly string[]): void;
  /** Takes a part's counter into its owner's sum `metric` with the same attributes, and gives the sum as it stands. */
  add(ownerKey: string, metric: string, partKey: string, point: Point): Readonly<Total>;
}

export const openSums = (): Sums => {
  const totals = openMemory(() => new Map<string, Total>());
  const parts = openMemory(() => new Map<string, Part>());

  const totalOf = (ownerKey: string, sumKey: string): Total => {
    const known = totals.of(ownerKey);
    let total = known.get(sumKey);
    if (total === undefined) {
      total = { key: sumKey, value: 0 };
      known.set(sumKey, total);
    }
    return total;
  };

  return {
    begin: (elapsedMs) => {
      totals.begin(elapsedMs);
      parts.begin(elapsedMs);
    },
    keep: (ownerKey, partKeys) => {
      totals.of(ownerKey);
      for (const key of partKeys) parts.of(key);
    },
    add: (ownerKey, metric, partKey, point) => {
      const sumKey = pointKey(metric, point.attributes);
      const total = totalOf(ownerKey, sumKey);
      const known = parts.of(partKey);
      const part = known.get(sumKey);
      if (part?.total === total) {
        const { reading, grown } = nextReading(part.reading, point);
        part.reading = reading;
        total.value += grown;
      } else {
        known.set(sumKey, { total, reading: firstReading(point) });
        total.value += point.value;
      }
      return total;
    },
  };
};
