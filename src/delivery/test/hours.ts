import type { FakeClock } from "../../../test/fake-clock.ts";
import type { DeliveryChain } from "../delivery.ts";
import { snapshotOf } from "./plain-output.ts";
import { intervalMs } from "./stage.ts";

/** Publishes one snapshot an interval, each with the next numbers. */
export const openWorkload = (clock: FakeClock, chain: DeliveryChain, pointsEach = 3) => {
  let next = 0;
  return {
    /** Every number so far, in order. */
    numbers: (): readonly number[] => Array.from({ length: next }, (_, number) => number),
    /** Lets this much time pass, a whole number of intervals. */
    run: async (ms: number): Promise<void> => {
      for (let passedMs = 0; passedMs < ms; passedMs += intervalMs) {
        chain.publish(
          snapshotOf(
            clock.now(),
            Array.from({ length: pointsEach }, (_, number) => next + number),
          ),
        );
        next += pointsEach;
        await clock.advance(intervalMs);
      }
    },
  };
};

/** Numbers that came more than once. */
export const repeated = (numbers: readonly number[]): readonly number[] => {
  const seen = new Set<number>();
  return numbers.filter((number) => seen.size === seen.add(number).size);
};
