/** How amounts are written in the terminal. Unknown is `-`, never 0. */
const unknown = "-";

/** The text of a known amount. */
export type Written = (amount: number | undefined) => string;

const known =
  (write: (amount: number) => string): Written =>
  (amount) =>
    amount === undefined || !Number.isFinite(amount) ? unknown : write(amount);

/** Three digits at least: 0.042, 1.50, 12.3, 312. */
const threeDigits = (amount: number): string => {
  if (amount >= 99.95) return Math.round(amount).toString();
  return amount.toFixed(amount >= 9.995 ? 1 : 2);
};

const scaled = (amount: number, step: number, units: readonly string[]): string => {
  let size = amount;
  let place = 0;
  while (size >= step * 0.9995 && place < units.length - 1) {
    size /= step;
    place += 1;
  }
  const digits = place === 0 ? Math.round(size).toString() : threeDigits(size);
  return `${digits} ${units[place]}`;
};

const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB"];
const decimalUnits = ["B/s", "kB/s", "MB/s", "GB/s", "TB/s"];

/** Sizes as ECS counts them: powers of 1,024. */
export const bytes: Written = known((amount) => scaled(amount, 1024, binaryUnits));

export const bytesPerSecond: Written = known((amount) => scaled(amount, 1000, decimalUnits));

/** Whole CPUs' time: 0.004, 0.25, 12. */
export const vcpus: Written = known((amount) => (amount < 0.9995 ? amount.toFixed(3) : threeDigits(amount)));

/** A ratio as a percentage. */
export const percent: Written = known((ratio) => {
  const amount = ratio * 100;
  return `${amount < 9.95 ? amount.toFixed(1) : Math.round(amount)}%`;
});

export const count: Written = known((amount) => Math.round(amount).toString());

/** Two parts at most: 12s, 3m 5s, 4h 2m, 12d 3h. */
export const age: Written = known((ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${seconds % 60}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${minutes % 60}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
});

export const words = (text: string | undefined): string => (text === undefined || text === "" ? unknown : text);
