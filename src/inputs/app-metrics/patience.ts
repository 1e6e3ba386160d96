import type { Clock } from "../../ports/clock.ts";

/** What the work comes to; undefined when it takes longer, or when nobody waits any more. The work goes on. */
export const within = async <Value>(
  clock: Clock,
  ms: number,
  work: Promise<Value>,
  signal?: AbortSignal,
): Promise<Value | undefined> => {
  const early = new AbortController();
  const over = signal === undefined ? early.signal : AbortSignal.any([signal, early.signal]);
  const value = await Promise.race([work, clock.sleep(ms, over).then(() => undefined)]);
  early.abort();
  return value;
};
