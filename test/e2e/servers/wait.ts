import { setTimeout as pause } from "node:timers/promises";
import { awakeMs } from "../../awake-clock.ts";

/** A deadline costs nothing when what is waited for comes sooner. */
export const patienceMs = 120_000;

/** What kept a condition from coming true: the message tells which one, and what was seen last. */
const missed = (what: string, deadlineMs: number, last: unknown, context: string): Error => {
  const seen = last instanceof Error ? last.message : JSON.stringify(last);
  return new Error(`${what}: not within ${deadlineMs} ms. Last seen: ${seen}${context === "" ? "" : `\n${context}`}`);
};

export interface Wait<T> {
  /** What is waited for, as the start of the message when it never comes. */
  readonly what: string;
  /** `patienceMs` when left out; time in which the machine stands still does not count. */
  readonly deadlineMs?: number;
  /** The value waited for, or undefined as long as it is not there. A rejection means the same, and is remembered. */
  readonly attempt: () => Promise<T | undefined>;
  /** Log tails and the like, asked for only when the deadline has passed. */
  readonly context?: () => string;
  /** Why it can never come any more; ends the wait at once. */
  readonly hopeless?: () => Error | undefined;
  readonly everyMs?: number;
}

/**
 * Polls until `attempt` gives a value; every wait of the end-to-end tests goes through here. The last try begins after the
 * deadline, so that a test that was itself held up looks once more.
 */
export const waitFor = async <T>({
  what,
  deadlineMs = patienceMs,
  attempt,
  context,
  hopeless,
  everyMs = 50,
}: Wait<T>): Promise<T> => {
  const end = awakeMs() + deadlineMs;
  let last: unknown;
  for (;;) {
    const isLast = awakeMs() >= end;
    try {
      const value = await attempt();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    const fault = hopeless?.();
    if (fault !== undefined) throw fault;
    if (isLast) throw missed(what, deadlineMs, last, context?.() ?? "");
    await pause(everyMs);
  }
};

/** For what comes in a moment on a machine that has nothing else to do. */
export const until = <T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> => waitFor({ what, attempt });
