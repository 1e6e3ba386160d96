/** Lets some through at a time; the others wait in line, up to a number. */
export interface Lanes {
  /** Resolves with what leaves the lane again; undefined when the line is full. */
  enter(): Promise<(() => void) | undefined>;
}

export const openLanes = (atOnce: number, maxWaiting: number): Lanes => {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) inside -= 1;
    else next();
  };
  return {
    enter: async () => {
      if (inside < atOnce) inside += 1;
      else if (waiting.length >= maxWaiting) return undefined;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
    },
  };
};
