import type { Attempt } from "./attempt.ts";
import { type Books, enterRequest } from "./books.ts";

/** Counts requests by their outcome, and the bytes sent. */
export const counted =
  (attempt: Attempt, books: Books): Attempt =>
  async (payload, signal) => {
    const outcome = await attempt(payload, signal);
    enterRequest(books, outcome, payload.body.length);
    return outcome;
  };
