const rfc3339 = /^(\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds since the epoch, with the fraction kept (Date.parse keeps three digits, Docker writes nine).
 * Undefined for anything that is no time, and for Go's zero time (year 1), which means "never".
 */
export const parseTime = (text: unknown): number | undefined => {
  if (typeof text !== "string") return undefined;
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [, seconds, fraction = "", zone] = match;
  const wholeMs = Date.parse(`${seconds}${zone}`);
  if (!Number.isFinite(wholeMs) || wholeMs <= 0) return undefined;
  return wholeMs + (fraction === "" ? 0 : Number(fraction) * 1000);
};
