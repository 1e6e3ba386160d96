/** Numbers by reason. */
export interface Tally {
  add(reason: string, count: number): void;
  counts(): ReadonlyMap<string, number>;
}

/** Reasons are words of a back end too: beyond this many different ones, the rest is counted together. */
const reasonsAtMost = 30;

export const createTally = (): Tally => {
  const numbers = new Map<string, number>();
  return {
    add: (reason, count) => {
      if (count === 0) return;
      const key = numbers.has(reason) || numbers.size < reasonsAtMost ? reason : "other";
      numbers.set(key, (numbers.get(key) ?? 0) + count);
    },
    counts: () => numbers,
  };
};
