/** Runs at most so many pieces of work at once; the others wait in the order in which they came. */
export interface Lanes {
  /** Resolves with the work's result. Work must not reject. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export const openLanes = (limit: number): Lanes => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return {
    run: async (work) => {
      if (busy >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      try {
        return await work();
      } finally {
        // Who waits takes over the place.
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next();
      }
    },
  };
};
