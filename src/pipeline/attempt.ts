import type { Clock } from "../ports/clock.ts";

/** What became of a piece of work that had a deadline. */
export type Attempt<T> =
  | { readonly done: true; readonly result: T }
  /** Not done in time; `ended` resolves when it is, with whatever result. */
  | { readonly done: false; readonly ended: Promise<unknown> };

export interface AttemptOptions<T> {
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** Ends the wait early, as the deadline does. */
  readonly signal?: AbortSignal | undefined;
  /** Must not reject. Its signal fires at the deadline. */
  work(signal: AbortSignal): Promise<T>;
}

/** For work that heeds its signal to hand over what it has. */
const windUpMs = 250;

/** Waits for the work until its deadline, and then a moment more for it to wind up. */
export const attempt = async <T>({ clock, deadlineMs, signal, work }: AttemptOptions<T>): Promise<Attempt<T>> => {
  const deadline = new AbortController();
  /** Ends the wait for the deadline, and the one after it. */
  const early = new AbortController();
  const done = new AbortController();
  const hurry = (): void => early.abort();
  signal?.addEventListener("abort", hurry, { once: true });
  if (signal?.aborted) hurry();

  const ended = work(deadline.signal);
  const inTime = ended.then((result): Attempt<T> => ({ done: true, result }));
  const late = async (): Promise<Attempt<T>> => {
    await clock.sleep(deadlineMs, early.signal);
    if (!done.signal.aborted) deadline.abort();
    await clock.sleep(windUpMs, done.signal);
    return { done: false, ended };
  };
  const outcome = await Promise.race([inTime, late()]);
  done.abort();
  hurry();
  signal?.removeEventListener("abort", hurry);
  return outcome;
};
