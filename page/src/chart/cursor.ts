import { type Signal, signal } from "@preact/signals";
import type { ChartModel } from "./model.ts";

/** The time that somebody points at: one for all charts of a view. */
export interface Cursor {
  readonly atMs: Signal<number | undefined>;
}

export const createCursor = (): Cursor => ({ atMs: signal<number | undefined>(undefined) });

/** Place of the time that is nearest; -1 without any. */
export const nearest = (times: readonly number[], atMs: number): number => {
  let best = -1;
  for (let at = 0; at < times.length; at += 1) {
    const distance = Math.abs((times[at] ?? 0) - atMs);
    if (best < 0 || distance <= Math.abs((times[best] ?? 0) - atMs)) best = at;
  }
  return best;
};

const leastSlackMs = 5000;

/**
 * Place of the figures that count at a time that somebody points at; -1 where the chart has none: another chart of the view
 * may go back further. Just before and after its ends, by one step, the nearest counts.
 */
export const placeAt = (
  { times, fromMs, toMs }: Pick<ChartModel, "times" | "fromMs" | "toMs">,
  atMs: number,
): number => {
  const slackMs = Math.max(leastSlackMs, (times.at(-1) ?? 0) - (times.at(-2) ?? 0));
  return atMs < Math.max(fromMs, times[0] ?? fromMs) - slackMs || atMs > toMs + slackMs ? -1 : nearest(times, atMs);
};

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Where a key moves the cursor to, from the newest time when it is nowhere; undefined: the key means nothing here. */
export const moveCursor = (times: readonly number[], atMs: number | undefined, key: string): number | undefined => {
  const step = steps[key];
  if (step === undefined || times.length === 0) return undefined;
  const last = times.length - 1;
  const from = atMs === undefined ? last : nearest(times, atMs);
  const first = atMs === undefined && step === -1;
  return times[first ? last : Math.min(last, Math.max(0, from + step))];
};
