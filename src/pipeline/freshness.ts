import type { Entry } from "../model/snapshot.ts";
import type { Draft } from "./recorder.ts";

/** An entry of the snapshot, and the age of its points when it was made. */
export interface Held {
  readonly entry: Entry;
  readonly agesMs: readonly number[];
  readonly oldestMs: number;
}

/** Nothing changes the entry any more. */
export const hold = ({ resource, points, families }: Draft, agesMs: readonly number[]): Held => ({
  entry: Object.freeze({ resource, points: Object.freeze(points), ...(families === undefined ? {} : { families }) }),
  agesMs,
  oldestMs: agesMs.reduce((oldest, age) => Math.max(oldest, age), Number.NEGATIVE_INFINITY),
});

/** The entry this much later, without what is older than allowed. */
export const freshEntry = ({ entry, agesMs, oldestMs }: Held, laterMs: number, staleAfterMs: number): Entry => {
  const allowedMs = staleAfterMs - laterMs;
  if (oldestMs <= allowedMs) return entry;
  const points = entry.points.filter((_, place) => (agesMs[place] ?? 0) <= allowedMs);
  const { families: _, ...rest } = entry;
  return Object.freeze({ ...(laterMs > staleAfterMs ? rest : entry), points: Object.freeze(points) });
};
