/** When a collection was made, by both clocks. */
export interface Reception {
  /** Milliseconds since the epoch, by our own clock. It may step. */
  readonly nowMs: number;
  /** Milliseconds that only grow. */
  readonly elapsedMs: number;
}

/** Slewing moves a clock by half a thousandth at the most; more than this is a step. */
const slackMs = (elapsedMs: number): number => 1000 + elapsedMs / 1000;

/** Stretches of time in which our clock, which is mostly the source's too, did not step. */
export interface Eras {
  /** The era of what is received now; undefined when the clock has just stepped, and it may be from either side. */
  at(reception: Reception): number | undefined;
}

export const openEras = (): Eras => {
  let last: Reception | undefined;
  let era = 0;
  return {
    at: (reception) => {
      const before = last ?? reception;
      last = reception;
      const elapsedMs = reception.elapsedMs - before.elapsedMs;
      const stepMs = reception.nowMs - before.nowMs - elapsedMs;
      if (Math.abs(stepMs) <= slackMs(elapsedMs)) return era;
      era += 1;
      return undefined;
    },
  };
};
