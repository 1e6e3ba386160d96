import type { DeliveryOutcome, RejectedItem } from "../../ports/push-output.ts";
import type { Problem } from "../../problems/problem.ts";
import { metricAgeMs } from "./limits.ts";
import { outputProblem } from "./outcome.ts";

/** An item of a letter: to be sent, or left out and why. In the letter's order. */
export type Sorted<Item> = { readonly item: Item } | { readonly reason: string };

export interface Timed {
  /** Epoch seconds. */
  readonly time: number;
}

const outOfTime = ({ time }: Timed, nowMs: number, ageMs: number): string | undefined => {
  const agoMs = nowMs - time * 1000;
  if (agoMs > ageMs) return "too-old";
  return agoMs < -metricAgeMs ? "in-the-future" : undefined;
};

/** Mackerel says 200 to what it drops for its time: that is not sent, and counted. */
export const inTime = <Item extends Timed>(
  items: readonly Item[],
  nowMs: number,
  ageMs: number,
): readonly Sorted<Item>[] =>
  items.map((item) => {
    const reason = outOfTime(item, nowMs, ageMs);
    return reason === undefined ? { item } : { reason };
  });

export const toSend = <Item>(sorted: readonly Sorted<Item>[]): readonly Item[] =>
  sorted.flatMap((one) => ("item" in one ? [one.item] : []));

/** Places of what is to be sent. */
export const placesToSend = (sorted: readonly Sorted<unknown>[]): readonly number[] =>
  sorted.flatMap((one, index) => ("item" in one ? [index] : []));

export const rejectedOf = (sorted: readonly Sorted<unknown>[]): readonly RejectedItem[] =>
  sorted.flatMap((one, index) => ("item" in one ? [] : [{ index, reason: one.reason, again: false }]));

/** What was sent was taken; a trouble that lasts, if there is one, is told with it. */
export const taken = (rejected: readonly RejectedItem[], trouble: Problem | undefined): DeliveryOutcome => {
  const isFuture = rejected.some(({ reason }) => reason === "in-the-future");
  const problem = trouble ?? (isFuture ? outputProblem("output-clock", "values more than a day ahead") : undefined);
  if (rejected.length === 0 && problem === undefined) return { kind: "accepted" };
  return { kind: "partly", rejected, ...(problem === undefined ? {} : { problem }) };
};
