/** Wakes whoever waits for a change. Nothing is missed: the waiter says up to which ring it has already looked. */
export interface Bell {
  /** How often it rang so far. */
  heard(): number;
  ring(): void;
  /** Resolves once it rang after `since`, or when one of the signals fires. Never rejects. */
  wait(since: number, ...signals: readonly AbortSignal[]): Promise<void>;
}

export const createBell = (): Bell => {
  let rings = 0;
  const waiting = new Set<() => void>();
  return {
    heard: () => rings,
    ring: () => {
      rings += 1;
      for (const wake of [...waiting]) wake();
    },
    wait: (since, ...signals) => {
      if (rings !== since || signals.some(({ aborted }) => aborted)) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          for (const signal of signals) signal.removeEventListener("abort", wake);
          resolve();
        };
        waiting.add(wake);
        for (const signal of signals) signal.addEventListener("abort", wake);
      });
    },
  };
};
