import type { Clock } from "../../ports/clock.ts";

/** A host that failed is left alone for so long while another works. */
const restMs = 30_000;

/** Several addresses of one cluster, used in turn. */
export interface Hosts {
  next(): string;
  worked(url: string): void;
  failed(url: string): void;
}

/** `urls`: at least one. When all have failed lately, the one that failed first is next. */
export const hostsInTurn = (urls: readonly string[], clock: Clock): Hosts => {
  const failedMs = new Map<string, number>();
  let turn = 0;
  const inTurn = (): readonly string[] => urls.map((_, place) => urls[(turn + place) % urls.length] ?? "");
  return {
    next: () => {
      const order = inTurn();
      turn += 1;
      const now = clock.monotonic();
      const rested = order.find((url) => now - (failedMs.get(url) ?? Number.NEGATIVE_INFINITY) >= restMs);
      const longestAgo = order.toSorted((one, other) => (failedMs.get(one) ?? 0) - (failedMs.get(other) ?? 0))[0];
      return rested ?? longestAgo ?? "";
    },
    worked: (url) => failedMs.delete(url),
    failed: (url) => failedMs.set(url, clock.monotonic()),
  };
};
