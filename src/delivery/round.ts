import type { Clock } from "../ports/clock.ts";
import type { PushItem, PushLimits } from "../ports/push-output.ts";
import { type Books, enterDropped } from "./books.ts";
import type { Circuit } from "./circuit.ts";
import { limitsOf } from "./route-limits.ts";
import type { Sizes } from "./sizes.ts";
import type { Try } from "./tries.ts";
import { longer, type Wait } from "./wait.ts";
import type { Work } from "./work.ts";

export interface RoundOptions<Item extends PushItem> {
  readonly send: Try<Item>;
  readonly circuit: Circuit;
  readonly sizes: Sizes;
  readonly limits: PushLimits;
  readonly books: Books;
  readonly clock: Clock;
}

/** Goes through the work once. What has to wait stays in it; undefined when nothing has. */
export type Round<Item extends PushItem> = (work: Work<Item>, signal: AbortSignal) => Promise<Wait | undefined>;

/**
 * Every route gets its turn, so that one whose requests fail does not stand in the way of the others. When the back end
 * as a whole does not answer, one small request has to show that.
 */
export const openRound = <Item extends PushItem>(options: RoundOptions<Item>): Round<Item> => {
  const { send, circuit, sizes, limits, books, clock } = options;

  /** The next items of a route that are not too old; none when it has no more. */
  const takeFresh = (work: Work<Item>, route: string): readonly Item[] => {
    const { maxAgeMs } = limitsOf(limits, route);
    for (;;) {
      const taken = work.take(route, Math.min(sizes.items(route), circuit.allowance()));
      const oldestMs = clock.now() - maxAgeMs;
      const fresh = taken.filter(({ atMs }) => !(atMs < oldestMs));
      enterDropped(books, "too-old", taken.length - fresh.length);
      if (fresh.length > 0 || taken.length === 0) return fresh;
    }
  };

  return async (work, signal) => {
    let wait: Wait | undefined;
    for (const route of work.routes()) {
      for (let items = takeFresh(work, route); items.length > 0; items = takeFresh(work, route)) {
        const tried = await send(route, items, signal);
        if (tried.wait === undefined) continue;
        work.putBack(route, tried.left);
        wait = longer(wait, tried.wait);
        if (signal.aborted || circuit.state() === "open") return wait;
        break;
      }
    }
    return wait;
  };
};
