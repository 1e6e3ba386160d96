import type { DeliveryOutcome } from "../ports/push-output.ts";
import { createTally, type Tally } from "./tally.ts";

/** What became of everything one output was given (see OutputHealth). */
export interface Books {
  acceptedPoints: number;
  readonly lostPoints: Tally;
  items: number;
  inHand: number;
  returned: number;
  delivered: number;
  duplicates: number;
  retried: number;
  readonly dropped: Tally;
  readonly refused: Tally;
  readonly requests: Tally;
  appSeriesLeftOut: number;
  sentBytes: number;
  lastDeliveredMs: number | undefined;
  /** Losses that were told of as a problem. */
  toldLosses: number;
}

export const openBooks = (): Books => ({
  acceptedPoints: 0,
  lostPoints: createTally(),
  items: 0,
  inHand: 0,
  returned: 0,
  delivered: 0,
  duplicates: 0,
  retried: 0,
  dropped: createTally(),
  refused: createTally(),
  requests: createTally(),
  appSeriesLeftOut: 0,
  sentBytes: 0,
  lastDeliveredMs: undefined,
  toldLosses: 0,
});

/** New items to deliver. */
export const enterItems = (books: Books, count: number): void => {
  books.items += count;
  books.inHand += count;
};

/** What is in hand is made anew, of what the queue still has. */
export const enterReturned = (books: Books): void => {
  books.returned += books.inHand;
  books.inHand = 0;
};

export const enterDelivered = (books: Books, count: number, duplicates: number, nowMs: number): void => {
  if (count === 0) return;
  books.delivered += count;
  books.duplicates += Math.min(duplicates, count);
  books.inHand -= count;
  books.lastDeliveredMs = nowMs;
};

export const enterDropped = (
  books: Books,
  reason: "too-old" | "too-new" | "too-large" | "defect",
  count: number,
): void => {
  books.dropped.add(reason, count);
  books.inHand -= count;
};

export const enterRefused = (books: Books, reason: string, count: number): void => {
  books.refused.add(reason, count);
  books.inHand -= count;
};

export const enterRequest = (books: Books, outcome: DeliveryOutcome, sentBytes: number): void => {
  books.requests.add(outcome.kind, 1);
  books.sentBytes += sentBytes;
};
