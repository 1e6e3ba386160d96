/** A week: longer is no answer to when, but a mistake. */
const longestMs = 7 * 24 * 3_600_000;

/** How long the `Retry-After` header asks to wait: seconds, or a date. Undefined when it says nothing of use. */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | undefined => {
  const text = header?.trim() ?? "";
  const waitMs = /^\d+$/.test(text)
    ? Number(text) * 1000
    : text.endsWith(" GMT")
      ? Date.parse(text) - nowMs
      : Number.NaN;
  return Number.isFinite(waitMs) ? Math.min(Math.max(0, waitMs), longestMs) : undefined;
};
