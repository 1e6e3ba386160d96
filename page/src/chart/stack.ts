import type { Columns, Figure } from "./columns.ts";

/** Sums from the first column up: column i is the sum of 0 to i. Who has no figure adds nothing; nobody has one: null. */
export const stack = (values: readonly (readonly Figure[])[]): readonly (readonly Figure[])[] => {
  const length = values[0]?.length ?? 0;
  const anyKnown = Array.from({ length }, (_, at) => values.some((column) => (column[at] ?? null) !== null));
  const sums = new Array<number>(length).fill(0);
  return values.map((column) =>
    anyKnown.map((known, at) => {
      const sum = (sums[at] ?? 0) + (column[at] ?? 0);
      sums[at] = sum;
      return known ? sum : null;
    }),
  );
};

export interface OwnTimes {
  readonly times: readonly number[];
  readonly values: readonly Figure[];
}

/** Brings columns with times of their own onto all those times: each holds its last figure for `holdMs` at the most. */
export const align = (columns: readonly OwnTimes[], holdMs: number): Columns => {
  const times = [...new Set(columns.flatMap((column) => column.times))].sort((a, b) => a - b);
  const values = columns.map((column) => {
    let at = -1;
    return times.map((time): Figure => {
      while ((column.times[at + 1] ?? Number.POSITIVE_INFINITY) <= time) at += 1;
      const heldMs = time - (column.times[at] ?? Number.NEGATIVE_INFINITY);
      return heldMs <= holdMs ? (column.values[at] ?? null) : null;
    });
  });
  return { times, values };
};
