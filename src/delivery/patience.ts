import type { Clock } from "../ports/clock.ts";
import { hurriedBackOff, usualBackOff, waitMs } from "./back-off.ts";
import type { Closing } from "./closing.ts";
import type { Wait } from "./wait.ts";

/** Waits until it is time to try again; false when there is no such time before the end. */
export type Patience = (wait: Wait, inARow: number) => Promise<boolean>;

export interface PatienceOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly closing: Closing;
}

/**
 * When the agent is about to end, back-offs are cut short, nothing waits for somebody to mend something (it is tried once
 * more), and what the back end asked not to get before the end is not sent.
 */
export const openPatience = ({ clock, random, closing }: PatienceOptions): Patience => {
  const { hurry, stop } = closing;

  const untilEnd = async (ms: number): Promise<boolean> => {
    if (ms >= closing.remainingMs()) return false;
    await clock.sleep(ms, stop);
    return !stop.aborted;
  };

  return async (wait, inARow) => {
    if (stop.aborted) return false;
    if (hurry.aborted) {
      return wait.kind === "hold" ? false : untilEnd(waitMs(wait, inARow, random(), hurriedBackOff));
    }
    const dueMs = clock.monotonic() + waitMs(wait, inARow, random(), usualBackOff);
    await clock.sleep(dueMs - clock.monotonic(), hurry);
    if (!hurry.aborted) return true;
    const asked = wait.kind === "retry" && wait.afterMs !== undefined;
    return asked ? untilEnd(Math.max(0, dueMs - clock.monotonic())) : !stop.aborted;
  };
};
