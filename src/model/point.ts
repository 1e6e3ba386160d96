/** Attribute names and values of one point, in the catalogue's spelling. */
export type Attributes = Readonly<Record<string, string>>;

/**
 * One observation. Counters are raw and cumulative, as the source keeps them: rates are made once, in
 * `pipeline/rates.ts`. Times are milliseconds since the epoch, with a fraction down to the microsecond.
 */
export interface Point<Id extends string = string> {
  readonly metric: Id;
  readonly value: number;
  readonly attributes: Attributes;
  /** When the source took the sample (its `read`), not when we asked. */
  readonly atMs: number;
  /** Counters: when this count began (the container's start). A later start explains a smaller value. */
  readonly sinceMs?: number;
  /** Counters: the source's own previous sample, used for a first rate when nothing older is known. */
  readonly prior?: { readonly value: number; readonly atMs: number };
  /** Counters: change per second over the last two samples, by their own times; absent when it cannot be told. */
  readonly perSecond?: number;
}

/** Key of a point among the points of one resource. */
export const pointKey = (metric: string, attributes: Attributes): string => {
  let key = metric;
  for (const name in attributes) key += `\u0000${name}\u0001${attributes[name]}`;
  return key;
};
