/** What Go writes for a time that never was. */
export const zeroTime = "0001-01-01T00:00:00Z";

/** RFC 3339 in UTC with up to microseconds and without trailing zeros, as Go writes it. */
export const timeText = (ms: number): string => {
  const micros = Math.round(ms * 1000);
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = String(micros - seconds * 1_000_000)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return fraction === "" ? `${whole}Z` : `${whole}.${fraction}Z`;
};

type ClockSteps = readonly { readonly atMs: number; readonly byMs: number }[];

/** How the source's clock, with its steps, showed a moment. */
export const sourceTime = (ms: number, steps: ClockSteps): string =>
  timeText(steps.reduce((time, { atMs, byMs }) => (ms >= atMs ? time + byMs : time), ms));
