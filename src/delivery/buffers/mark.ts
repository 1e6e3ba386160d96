import type { LossCount } from "../../ports/buffer.ts";

interface Passed {
  records: number;
  items: number;
  bytes: number;
}

/**
 * A place between two records, and the ledger up to it: what of each kind was ever appended before. The difference of
 * two marks says what lies between them, whether or not it can still be read. So backlogs cost nothing, and a loss of
 * any sort (a missing file, a damaged part, what a full buffer dropped) is counted exactly.
 */
export interface Mark {
  /** Of the record that follows. */
  sequence: number;
  /** No record before is younger. */
  newestMs: number;
  /** By kind. `unknownKind` has what recovery could only tell was there. */
  readonly passed: Map<string, Passed>;
}

/** What a mark has to know of a record. */
export interface Passing {
  readonly sequence: number;
  readonly kind: string;
  readonly atMs: number;
  readonly itemCount: number;
  readonly bodyBytes: number;
}

export const unknownKind = "";

/** Before the first record of all. */
export const firstMark = (): Mark => ({ sequence: 1, newestMs: Number.NEGATIVE_INFINITY, passed: new Map() });

export const copyMark = ({ sequence, newestMs, passed }: Mark): Mark => ({
  sequence,
  newestMs,
  passed: new Map([...passed].map(([kind, count]) => [kind, { ...count }])),
});

export const later = (one: Mark, other: Mark): Mark => (other.sequence > one.sequence ? other : one);

const count = (mark: Mark, kind: string, { records, items, bytes }: LossCount): void => {
  const passed = mark.passed.get(kind);
  if (passed === undefined) {
    mark.passed.set(kind, { records, items, bytes });
    return;
  }
  passed.records += records;
  passed.items += items;
  passed.bytes += bytes;
};

/** Moves the mark behind the record. */
export const pass = (mark: Mark, { sequence, kind, atMs, itemCount, bodyBytes }: Passing): void => {
  mark.sequence = sequence + 1;
  if (atMs > mark.newestMs) mark.newestMs = atMs;
  count(mark, kind, { records: 1, items: itemCount, bytes: bodyBytes });
};

/** Moves the mark over records of which only the sum is known. */
export const passUnknown = (mark: Mark, sequence: number, sum: LossCount): void => {
  mark.sequence = sequence;
  count(mark, unknownKind, sum);
};

/** Takes over the ledger of a mark at the same place. */
export const adopt = (mark: Mark, { passed }: Mark): void => {
  mark.passed.clear();
  for (const [kind, sum] of passed) mark.passed.set(kind, { ...sum });
};

/** Items of all kinds that were ever appended before. */
export const itemsBefore = (mark: Mark): number => {
  let sum = 0;
  for (const { items } of mark.passed.values()) sum += items;
  return sum;
};

export const wants = (kinds: ReadonlySet<string> | undefined, kind: string): boolean =>
  kinds === undefined || kind === unknownKind || kinds.has(kind);

/** What of these kinds (all when left out) lies between two marks; nothing when they are in the wrong order. */
export const between = (from: Mark, to: Mark, kinds: ReadonlySet<string> | undefined): LossCount => {
  const sum = { records: 0, items: 0, bytes: 0 };
  const add = (mark: Mark, sign: 1 | -1): void => {
    for (const [kind, { records, items, bytes }] of mark.passed) {
      if (!wants(kinds, kind)) continue;
      sum.records += sign * records;
      sum.items += sign * items;
      sum.bytes += sign * bytes;
    }
  };
  add(to, 1);
  add(from, -1);
  return { records: Math.max(0, sum.records), items: Math.max(0, sum.items), bytes: Math.max(0, sum.bytes) };
};
