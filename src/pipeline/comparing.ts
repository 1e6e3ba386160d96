import { openEras, type Reception } from "./reception.ts";

/** When a sample was taken by its source's clock, and when it first came by ours. */
export interface Seen {
  readonly atMs: number;
  readonly elapsedMs: number;
  /** Undefined: it came as our clock had just stepped. */
  readonly era: number | undefined;
}

/** Tells whether two samples can be compared by their own times. */
export interface Comparing {
  /** Begins a collection. */
  begin(reception: Reception): void;
  /** A sample of this collection. */
  seen(atMs: number): Seen;
  /** Both samples by one clock that did not step in between, as far as can be seen. */
  comparable(before: Seen, now: Seen): boolean;
}

/** How far the source's time between two samples may differ from ours: samples are of different age when they come. */
const ageToleranceMs = 60_000;

export const openComparing = (): Comparing => {
  const eras = openEras();
  let era: number | undefined;
  let elapsedMs = 0;
  return {
    begin: (reception) => {
      era = eras.at(reception);
      elapsedMs = reception.elapsedMs;
    },
    seen: (atMs) => ({ atMs, elapsedMs, era }),
    comparable: (before, now) => {
      const sampledMs = now.atMs - before.atMs;
      const passedMs = now.elapsedMs - before.elapsedMs;
      const oneEra = now.era !== undefined && now.era === before.era;
      return sampledMs > 0 && Math.abs(sampledMs - passedMs) <= ageToleranceMs && oneEra;
    },
  };
};
