import type { Figure } from "./columns.ts";

export interface Summary {
  readonly last: Figure;
  readonly min: Figure;
  readonly max: Figure;
}

/** `last` is the newest figure even when it is not known: an old one is not the present. */
export const summarize = (values: readonly Figure[]): Summary => {
  let min: Figure = null;
  let max: Figure = null;
  for (const value of values) {
    if (value === null) continue;
    if (min === null || value < min) min = value;
    if (max === null || value > max) max = value;
  }
  return { last: values.at(-1) ?? null, min, max };
};
