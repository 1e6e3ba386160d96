import { countedSeconds, everySecond, gainedSeconds, quantiles, queueLength, slots, startedMs } from "./workload.ts";

/** now: as the app gives it. per second, gained: what it makes of two samples; mean of a minute: of the six up to it. */
export type Way = "now" | "per second" | "gained" | "mean of a minute";

/** One figure of an app as a receiver keeps it, in the app's own words. */
export interface AppReading {
  readonly slot: number;
  readonly metric: string;
  /** The app's own label: `method=get`. */
  readonly label: string;
  /** Of a histogram or summary: `count`, `sum`, `le 0.5`, `quantile 0.99`; of others nothing. */
  readonly part: string;
  readonly way: Way;
  readonly value: number;
  readonly atMs: number;
  /** Time that something was gained in; ten seconds when left out. */
  readonly overMs?: number;
}

const perSecond = ({ metric, label, part }: AppReading): number | undefined => {
  const rates: Readonly<Record<string, Readonly<Record<string, number>>>> = everySecond;
  return rates[metric]?.[part === "" ? label.replace("method=", "") : part === "le +Inf" ? "count" : part];
};

const meanOfMinute = (slot: number, atMs: number): number => {
  const times = Array.from({ length: 6 }, (_, back) => atMs - back * 10_000).filter((ms) => ms > startedMs);
  return times.reduce((sum, ms) => sum + gainedSeconds(slot, ms, 10_000) / 10, 0) / times.length;
};

const expectedOf = (reading: AppReading): number | undefined => {
  const { slot, metric, part, way, atMs, overMs = 10_000 } = reading;
  if (metric === "shop_queue_length") return way === "now" ? queueLength(slot, atMs) : undefined;
  const known: Readonly<Record<string, number>> = quantiles;
  const quantile = known[part];
  if (quantile !== undefined) return way === "now" ? slot * quantile : undefined;
  const rate = perSecond(reading);
  if (rate === undefined) return undefined;
  if (way === "now") return rate * countedSeconds(slot, atMs);
  if (way === "mean of a minute") return rate * meanOfMinute(slot, atMs);
  const gained = rate * gainedSeconds(slot, atMs, overMs);
  return way === "gained" ? gained : gained / (overMs / 1000);
};

const nameOf = ({ slot, metric, label, part, way }: Omit<AppReading, "value" | "atMs">): string =>
  `${slot} ${metric}{${label}} ${part} ${way}`;

/** Readings that are not what the apps counted, in words; a reading that means nothing is one. */
export const wrongAppsOf = (readings: readonly AppReading[]): readonly string[] =>
  readings.flatMap((reading) => {
    const expected = expectedOf(reading);
    const slack = 1e-9 * Math.max(1, Math.abs(expected ?? 0));
    if (expected !== undefined && Math.abs(reading.value - expected) <= slack) return [];
    return [`${nameOf(reading)} at ${reading.atMs}: ${reading.value} is not ${expected}`];
  });

const parts: Readonly<Record<string, readonly string[]>> = {
  shop_requests: [""],
  shop_queue_length: [""],
  shop_answer_seconds: ["count", "sum", "le 0.1", "le 0.5", "le 1"],
  shop_pause_seconds: ["count", "sum", "quantile 0.5", "quantile 0.99"],
};

const labels: Readonly<Record<string, readonly string[]>> = {
  shop_requests: ["method=get", "method=post"],
  shop_queue_length: ["queue=mail"],
  shop_answer_seconds: ["method=get"],
  shop_pause_seconds: ["kind=full"],
};

/** How a back end has what only grows, and which parts it has not. */
export interface AppsTold {
  readonly counts: readonly Way[];
  readonly without?: readonly string[];
}

/** What a back end was to be told of both apps, and was not. */
export const missingAppsOf = (
  readings: readonly AppReading[],
  { counts, without = [] }: AppsTold,
): readonly string[] => {
  const told = new Set(readings.map(nameOf));
  const wanted = slots.flatMap((slot) =>
    Object.entries(parts).flatMap(([metric, all]) =>
      all
        .filter((part) => !without.includes(part))
        .flatMap((part) => {
          const ways = metric === "shop_queue_length" || part.startsWith("quantile") ? (["now"] as const) : counts;
          return (labels[metric] ?? []).flatMap((label) =>
            ways.map((way) => nameOf({ slot, metric, label, part, way })),
          );
        }),
    ),
  );
  return wanted.filter((name) => !told.has(name));
};
