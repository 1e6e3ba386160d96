import type { Clock } from "../../ports/clock.ts";

/** Whether somebody watches. While somebody does, collections are more frequent. */
export interface Audience {
  /** Somebody begins to watch; what is returned is called once, when he leaves. */
  join(): () => void;
  present(): boolean;
  /** As the clock's sleep; ends too when the first comes and when the last leaves. */
  rest(ms: number, signal: AbortSignal): Promise<void>;
}

export const openAudience = (clock: Clock): Audience => {
  const resting = new Set<AbortController>();
  let number = 0;

  const wakeAll = (): void => {
    for (const rest of resting) rest.abort();
  };

  return {
    join: () => {
      number += 1;
      if (number === 1) wakeAll();
      let here = true;
      return () => {
        if (!here) return;
        here = false;
        number -= 1;
        if (number === 0) wakeAll();
      };
    },
    present: () => number > 0,
    rest: async (ms, signal) => {
      const rest = new AbortController();
      const wake = (): void => rest.abort();
      signal.addEventListener("abort", wake, { once: true });
      if (signal.aborted) wake();
      resting.add(rest);
      await clock.sleep(ms, rest.signal);
      resting.delete(rest);
      signal.removeEventListener("abort", wake);
    },
  };
};
