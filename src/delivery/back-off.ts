import type { Wait } from "./wait.ts";

/** Bounds of the wait after failures, in ms. */
export interface BackOff {
  readonly shortestMs: number;
  readonly longestMs: number;
}

export const usualBackOff: BackOff = { shortestMs: 1000, longestMs: 60_000 };
/** When the agent is about to end. */
export const hurriedBackOff: BackOff = { shortestMs: 100, longestMs: 1000 };

const longestAskedMs = 3_600_000;
const firstHoldMs = 60_000;
const longestHoldMs = 300_000;

const exponential = (firstMs: number, longestMs: number, inARow: number): number =>
  Math.min(longestMs, firstMs * 2 ** Math.min(inARow, 30));

/**
 * How long to wait, in ms. After failures: anywhere between the shortest and a bound that doubles, so that many agents
 * that fail together don't come back together. When the back end said when: then or up to a second later. When it is
 * somebody's turn to mend something: a minute, and later five.
 *
 * @param inARow failures or holds so far, this one included
 * @param random from 0 to 1
 */
export const waitMs = (wait: Wait, inARow: number, random: number, { shortestMs, longestMs }: BackOff): number => {
  if (wait.kind === "hold") return exponential(firstHoldMs, longestHoldMs, Math.max(0, inARow - 1));
  if (wait.afterMs !== undefined && wait.afterMs > 0) return Math.min(wait.afterMs, longestAskedMs) + random * 1000;
  const boundMs = exponential(shortestMs, longestMs, Math.max(1, inARow));
  return shortestMs + random * (boundMs - shortestMs);
};
