import type { Clock } from "../ports/clock.ts";

/** How fast the queue fills. */
export interface FillRate {
  add(bytes: number): void;
  /** Bytes a second over the last quarter of an hour; undefined before there is something to go by. */
  perSecond(): number | undefined;
}

const windowMs = 900_000;

export const createFillRate = (clock: Clock): FillRate => {
  const fills: { readonly atMs: number; readonly bytes: number }[] = [];
  const forget = (): void => {
    const sinceMs = clock.monotonic() - windowMs;
    while (fills[0] !== undefined && fills[0].atMs < sinceMs) fills.shift();
  };
  return {
    add: (bytes) => {
      forget();
      fills.push({ atMs: clock.monotonic(), bytes });
    },
    perSecond: () => {
      forget();
      const [first, ...rest] = fills;
      const last = rest.at(-1);
      if (first === undefined || last === undefined || last.atMs === first.atMs) return undefined;
      // What the first one brought had come in before.
      return (rest.reduce((sum, { bytes }) => sum + bytes, 0) * 1000) / (last.atMs - first.atMs);
    },
  };
};
