import type { Snapshot } from "../../model/snapshot.ts";
import type { Delivery } from "../../ports/push-output.ts";
import { appSeriesOf } from "./app-series.ts";
import { checksOf, exitChecksOf } from "./checks.ts";
import type { DatadogConfig } from "./config.ts";
import { eventsOf } from "./events.ts";
import type { CheckItem, DatadogItem, SeriesItem } from "./item.ts";
import { seriesOf, type Telling } from "./series.ts";

type SelectConfig = Pick<DatadogConfig, "checks" | "events" | "okExitCodes" | "apps">;

/** A source that has no news shows its last sample again: one second of one series is told once, the last of it. */
const keyOf = (item: SeriesItem | CheckItem): string =>
  `${item.route === "series" ? item.metric : item.check} ${Math.floor(item.atMs / 1000)}`;

/** Time since the snapshot before. */
export type BetweenMs = (snapshot: Snapshot) => number;

/** Of a first snapshot, and after a step of the clock, what is usual. */
export const openBetween = (usualMs = 10_000, longestMs = 300_000): BetweenMs => {
  let lastMs: number | undefined;
  return ({ takenAtMs }) => {
    const betweenMs = takenAtMs - (lastMs ?? takenAtMs);
    lastMs = takenAtMs;
    return betweenMs > 0 && betweenMs <= longestMs ? betweenMs : usualMs;
  };
};

const itemsOf = (
  telling: Telling,
  config: SelectConfig,
  delivery: Delivery,
  betweenMs: BetweenMs,
): readonly DatadogItem[] => {
  const withChecks = config.checks === "on";
  if (delivery.kind === "snapshot") {
    const { snapshot } = delivery;
    return [
      ...seriesOf(telling, snapshot),
      ...appSeriesOf(telling, snapshot, { namespace: config.apps.namespace, intervalMs: betweenMs(snapshot) }),
      ...(withChecks ? checksOf(telling, snapshot) : []),
    ];
  }
  const { happenings } = delivery;
  const { okExitCodes, events } = config;
  return [
    ...(withChecks ? happenings.flatMap((one) => exitChecksOf(telling, one, okExitCodes)) : []),
    ...eventsOf(telling, happenings, { kinds: events, okExitCodes }),
  ];
};

/** What Datadog is told of these. */
export const select = (
  telling: Telling,
  config: SelectConfig,
  deliveries: readonly Delivery[],
  betweenMs: BetweenMs,
): readonly DatadogItem[] => {
  const byTags = new Map<string, Map<string, SeriesItem | CheckItem>>();
  const events: DatadogItem[] = [];
  for (const delivery of deliveries) {
    for (const item of itemsOf(telling, config, delivery, betweenMs)) {
      if (item.route === "events") {
        events.push(item);
        continue;
      }
      const latest = byTags.get(item.tags) ?? new Map<string, SeriesItem | CheckItem>();
      byTags.set(item.tags, latest.set(keyOf(item), item));
    }
  }
  return [...[...byTags.values()].flatMap((latest) => [...latest.values()]), ...events];
};
