/** How the page stands with the agent. Times are this browser's. */
export type Connection =
  | { readonly state: "connecting" }
  | { readonly state: "live" }
  /** Connected, but nothing came for more than three paces. */
  | { readonly state: "stale"; readonly sinceMs: number }
  /** Not connected; tries again by itself. */
  | { readonly state: "gone"; readonly sinceMs: number }
  /** It answers, but not to us: its words. */
  | { readonly state: "refused"; readonly reason: string };

/** How long nothing may come before figures count as stale. */
export const staleAfterMs = (intervalMs: number): number => Math.max(3 * intervalMs, 3000);

/** Wait before try number `tries` (from 0) at a connection: 1 s, doubled up to 15 s, shortened by up to a third. */
export const retryDelayMs = (tries: number, random: number): number =>
  Math.min(1000 * 2 ** tries, 15_000) * (1 - random / 3);
