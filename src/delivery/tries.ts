import type { Clock } from "../ports/clock.ts";
import type { DeliveryOutcome, Payload, PushItem } from "../ports/push-output.ts";
import { problem } from "../problems/problem.ts";
import type { Attempt } from "./attempt.ts";
import { type Books, enterDelivered, enterDropped, enterRefused } from "./books.ts";
import type { Encode } from "./encoding.ts";
import type { Sizes } from "./sizes.ts";
import type { Troubles } from "./troubles.ts";
import type { Wait } from "./wait.ts";

/** What is left of some items after a try, in their order, and why; nothing when all are delivered or lost. */
export interface Tried<Item> {
  readonly left: readonly Item[];
  readonly wait?: Wait;
}

/** Sends items of one route, in as many requests as it takes. */
export type Try<Item extends PushItem> = (
  route: string,
  items: readonly Item[],
  signal: AbortSignal,
) => Promise<Tried<Item>>;

export interface TriesOptions<Item extends PushItem> {
  readonly name: string;
  readonly attempt: Attempt;
  readonly encode: Encode<Item>;
  readonly sizes: Sizes;
  readonly books: Books;
  readonly troubles: Troubles;
  readonly clock: Clock;
}

/** Items for one request, and the search for what is wrong in them that they are a part of. */
interface Batch<Item> {
  readonly route: string;
  readonly items: readonly Item[];
  readonly signal: AbortSignal;
  /** Single items found bad, one after the other, with nothing accepted in between. */
  readonly search: { badInARow: number };
}

/** When so many single items in a row are bad, it is no single item's fault: the rest is refused with them. */
const badAtMost = 32;

const nothing = { left: [] } as const;

/**
 * Splits what is too large, and halves what is refused until only the bad items are left, which are counted and given
 * up. Order is kept. What has to wait is handed back.
 */
export const openTries = <Item extends PushItem>(options: TriesOptions<Item>): Try<Item> => {
  const { name, attempt, encode, sizes, books, troubles, clock } = options;

  const drop = (reason: "too-large" | "defect"): Tried<Item> => {
    enterDropped(books, reason, 1);
    if (reason === "too-large") troubles.lost(problem("output-losing", name, "an item larger than a request may be"));
    return nothing;
  };

  const refuse = (count: number): Tried<Item> => {
    enterRefused(books, "bad", count);
    return nothing;
  };

  /** @returns what is to be tried again */
  const settle = (items: readonly Item[], outcome: Extract<DeliveryOutcome, { kind: "partly" }>): readonly Item[] => {
    const rejected = new Map(outcome.rejected.map((one) => [one.index, one]));
    const again: Item[] = [];
    let accepted = 0;
    for (const [index, item] of items.entries()) {
      const rejection = rejected.get(index);
      if (rejection === undefined) accepted += 1;
      else if (rejection.again) again.push(item);
      else enterRefused(books, rejection.reason, 1);
    }
    enterDelivered(books, accepted, outcome.duplicates ?? 0, clock.now());
    books.retried += again.length;
    return again;
  };

  const halves = async (batch: Batch<Item>): Promise<Tried<Item>> => {
    const { items } = batch;
    const middle = Math.ceil(items.length / 2);
    const rest = items.slice(middle);
    const first = await send({ ...batch, items: items.slice(0, middle) });
    if (first.wait !== undefined) return { left: [...first.left, ...rest], wait: first.wait };
    return send({ ...batch, items: rest });
  };

  const sent = (batch: Batch<Item>, payload: Payload, outcome: DeliveryOutcome): Tried<Item> | Promise<Tried<Item>> => {
    const { route, items, search } = batch;
    const single = items.length === 1;
    switch (outcome.kind) {
      case "accepted":
        search.badInARow = 0;
        sizes.accepted(route, payload.plainBytes);
        enterDelivered(books, items.length, outcome.duplicates ?? 0, clock.now());
        return nothing;
      case "partly": {
        search.badInARow = 0;
        const left = settle(items, outcome);
        return left.length === 0 ? nothing : { left, wait: { kind: "retry", problem: outcome.problem } };
      }
      case "too-large":
        if (single) return drop("too-large");
        sizes.refused(route, payload.plainBytes);
        return halves(batch);
      case "bad":
        if (!single) return halves(batch);
        search.badInARow += 1;
        return refuse(1);
      default:
        books.retried += items.length;
        return { left: items, wait: outcome };
    }
  };

  const send = async (batch: Batch<Item>): Promise<Tried<Item>> => {
    const { route, items, signal, search } = batch;
    if (search.badInARow >= badAtMost) return refuse(items.length);
    const encoded = encode(route, items);
    if (!encoded.ok) {
      if (encoded.reason === "defect") troubles.lost(encoded.problem);
      return items.length === 1 ? drop(encoded.reason) : halves(batch);
    }
    const outcome = await attempt(encoded.payload, signal);
    if (signal.aborted && outcome.kind === "retry") return { left: items, wait: { kind: "retry", problem: undefined } };
    return sent(batch, encoded.payload, outcome);
  };

  return (route, items, signal) => send({ route, items, signal, search: { badInARow: 0 } });
};
