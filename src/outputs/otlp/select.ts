import { otlpMetrics } from "../../catalogue/names/otlp.ts";
import type { Attributes } from "../../formats/otlp/metrics.ts";
import { isInternal } from "../../model/internal-container.ts";
import type { Resource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import type { Delivery } from "../../ports/push-output.ts";
import { appItems } from "./app-points.ts";
import type { Item } from "./item.ts";
import { itemsOf } from "./points.ts";
import type { ResourceTimes } from "./resource-times.ts";

export interface SelectOptions {
  readonly intervalMs: number;
  readonly showInternal: boolean;
  readonly attributesOf: (resource: Resource) => Attributes;
  readonly timeOf: ResourceTimes;
}

/** Of the snapshots within one interval only the last: it has all there is to tell. */
const lastOfIntervals = (deliveries: readonly Delivery[], intervalMs: number): readonly Snapshot[] => {
  const snapshots = deliveries.flatMap((delivery) => (delivery.kind === "snapshot" ? [delivery.snapshot] : []));
  const interval = ({ takenAtMs }: Snapshot): number => Math.floor(takenAtMs / intervalMs);
  return snapshots.filter((snapshot, place) => {
    const next = snapshots[place + 1];
    return next === undefined || interval(next) !== interval(snapshot);
  });
};

const itemsOfEntry = ({ points, families = [] }: Entry, attributes: Attributes, timeMs: number): readonly Item[] => [
  ...points.flatMap((point) => {
    const metric = otlpMetrics.get(point.metric);
    return metric === undefined ? [] : itemsOf(attributes, metric, point, timeMs);
  }),
  ...appItems(attributes, families, timeMs),
];

/** The data points of what is to be delivered. */
export const select = (deliveries: readonly Delivery[], options: SelectOptions): readonly Item[] => {
  const resources = new Map<string, Attributes>();
  const items: Item[] = [];
  for (const snapshot of lastOfIntervals(deliveries, options.intervalMs)) {
    for (const entry of snapshot.entries) {
      const { resource } = entry;
      if (resource.scope === "container" && !options.showInternal && isInternal(resource.container)) continue;
      const timeMs = options.timeOf(snapshot, entry);
      if (timeMs === undefined) continue;
      const attributes = resources.get(resource.key) ?? options.attributesOf(resource);
      resources.set(resource.key, attributes);
      for (const item of itemsOfEntry(entry, attributes, timeMs)) items.push(item);
    }
  }
  return items;
};
