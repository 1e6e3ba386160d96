/** Beyond this, JavaScript has no date. */
const lastMs = 8.64e15;

/** A time that a date can be; in milliseconds since the epoch. */
export const believableMs = (timeMs: number): number | undefined => (Math.abs(timeMs) <= lastMs ? timeMs : undefined);
