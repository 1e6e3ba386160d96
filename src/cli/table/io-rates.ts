import { type MetricId, metricIds } from "../../catalogue/catalogue.ts";
import type { Point } from "../../model/point.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { openRates, type Rates } from "../../pipeline/rates.ts";

/** Bytes a second of one resource; a direction is absent while its rate cannot be told. */
export interface Io {
  readonly receive?: number;
  readonly transmit?: number;
  readonly read?: number;
  readonly written?: number;
}

type Direction = keyof Io;

const directions: Readonly<Partial<Record<MetricId, Direction>>> = {
  "task.network.receive": "receive",
  "task.network.transmit": "transmit",
  "task.disk.read": "read",
  "task.disk.written": "written",
  "container.network.receive": "receive",
  "container.network.transmit": "transmit",
  "container.disk.read": "read",
  "container.disk.written": "written",
};

const byId: ReadonlyMap<string, Direction> = new Map(
  metricIds.flatMap((id) => {
    const direction = directions[id];
    return direction === undefined ? [] : [[id, direction]];
  }),
);

/** Whether every counter of a direction that the resource has can be told as a rate. */
const ioOf = (rates: Rates, key: string, points: readonly Point[]): { readonly io: Io; readonly complete: boolean } => {
  const sums = new Map<Direction, number>();
  const unknown = new Set<Direction>();
  for (const point of points) {
    const direction = byId.get(point.metric);
    if (direction === undefined) continue;
    const rate = rates.of(key, point);
    if (rate === undefined) unknown.add(direction);
    else sums.set(direction, (sums.get(direction) ?? 0) + rate.perSecond);
  }
  // Half a sum (one of two interfaces) would be a false number.
  for (const direction of unknown) sums.delete(direction);
  return { io: Object.fromEntries(sums), complete: unknown.size === 0 };
};

export interface IoRates {
  readonly byResource: ReadonlyMap<string, Io>;
  /** No counter waits for a second sample. */
  readonly complete: boolean;
}

/** Network and disk rates of successive snapshots, for people who look: nothing that is exposed is made from them. */
export const openIoRates = (): ((snapshot: Snapshot, elapsedMs: number) => IoRates) => {
  const rates = openRates();
  return ({ takenAtMs, entries }, elapsedMs) => {
    rates.begin({ nowMs: takenAtMs, elapsedMs });
    const byResource = new Map<string, Io>();
    let complete = true;
    for (const { resource, points } of entries) {
      const found = ioOf(rates, resource.key, points);
      byResource.set(resource.key, found.io);
      complete &&= found.complete;
    }
    return { byResource, complete };
  };
};
