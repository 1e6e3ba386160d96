import { history } from "../../../src/web/api/contract.ts";
import type { Agent } from "./agent.ts";
import { patienceMs } from "./wait.ts";

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Longer between two looks, and somebody was held up: a mean by time says nothing then. */
const heldUpMs = 7_000;

/** The mean of what the API remembers of a metric, summed over its attributes: each figure holds for the time before it. */
export const rememberedMean = async (
  { url }: Agent,
  key: string,
  metric: string,
  { fromMs, toMs }: Span,
): Promise<number> => {
  const answer = await fetch(`${url}/api/history?key=${encodeURIComponent(key)}`, {
    signal: AbortSignal.timeout(patienceMs),
  });
  const { times, series, values } = history.parse(await answer.json());
  let [sum, forMs] = [0, 0];
  for (const [place, atMs] of times.entries()) {
    const sinceMs = times[place - 1];
    if (sinceMs === undefined || sinceMs < fromMs || atMs > toMs) continue;
    if (atMs - sinceMs > heldUpMs) throw new Error(`nothing of ${metric} for ${atMs - sinceMs} ms`);
    const rates = series.flatMap((id, at) => (id.metric === metric ? [values[at]?.[place] ?? Number.NaN] : []));
    sum += rates.reduce((all, rate) => all + rate, 0) * (atMs - sinceMs);
    forMs += atMs - sinceMs;
  }
  if (!Number.isFinite(sum / forMs)) throw new Error(`not every figure of ${metric} is known`);
  return sum / forMs;
};
