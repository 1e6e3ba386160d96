/** Longer than this between two ticks, and the machine had given its time to others, or stood still. */
const longestStepMs = 100;
const tickMs = 20;

let awake = 0;
let last = performance.now();

const step = (): void => {
  const now = performance.now();
  awake += Math.min(now - last, longestStepMs);
  last = now;
};

setInterval(step, tickMs).unref();

/**
 * Milliseconds in which this process was let run. Bounds and deadlines of tests hold on a machine that stands still for
 * seconds, as long as they are measured by it.
 */
export const awakeMs = (): number => {
  step();
  return awake;
};
