import type { Clock } from "../ports/clock.ts";
import type { PushItem, PushLimits } from "../ports/push-output.ts";
import { type Books, enterDropped } from "./books.ts";
import type { Circuit } from "./circuit.ts";
import type { Closing } from "./closing.ts";
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
  readonly closing: Closing;
}

/** Goes through the work once. What has to wait stays in it; undefined when nothing has. */
export type Round<Item extends PushItem> = (work: Work<Item>, signal: AbortSignal) => Promise<Wait | undefined>;

/**
 * Every route gets its turn, so that one whose requests fail does not stand in the way of the others. When the back end
 * as a whole does not answer, one small request has to show that.
 */
export const openRound = <Item extends PushItem>(options: RoundOptions<Item>): Round<Item> => {
  const { send, circuit, sizes, limits, books, clock, closing } = options;
  const lastMs = new Map<string, number>();

  /** A route that wants a pause between its requests gets it, unless the agent ends. */
  const pause = async (route: string, signal: AbortSignal): Promise<void> => {
    const { minGapMs = 0 } = limitsOf(limits, route);
    const waitMs = (lastMs.get(route) ?? Number.NEGATIVE_INFINITY) + minGapMs - clock.monotonic();
    if (waitMs > 0) await clock.sleep(waitMs, AbortSignal.any([signal, closing.hurry]));
    lastMs.set(route, clock.monotonic());
  };

  /** The next items of a route that are neither too old nor too far ahead; none when it has no more. */
  const takeTimely = (work: Work<Item>, route: string): readonly Item[] => {
    const { maxAgeMs, maxAheadMs = Number.POSITIVE_INFINITY } = limitsOf(limits, route);
    for (;;) {
      const taken = work.take(route, Math.min(sizes.items(route), circuit.allowance()));
      const nowMs = clock.now();
      const fresh = taken.filter(({ atMs }) => !(atMs < nowMs - maxAgeMs));
      const timely = fresh.filter(({ atMs }) => !(atMs > nowMs + maxAheadMs));
      enterDropped(books, "too-old", taken.length - fresh.length);
      enterDropped(books, "too-new", fresh.length - timely.length);
      if (timely.length > 0 || taken.length === 0) return timely;
    }
  };

  return async (work, signal) => {
    let wait: Wait | undefined;
    for (const route of work.routes()) {
      for (let items = takeTimely(work, route); items.length > 0; items = takeTimely(work, route)) {
        await pause(route, signal);
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
