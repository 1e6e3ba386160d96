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

/** Rates of one resource, and the directions of which a counter waits for a second sample. */
interface Found {
  readonly io: Io;
  readonly unknown: ReadonlySet<Direction>;
}

const ioOf = (rates: Rates, key: string, points: readonly Point[]): Found => {
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
  return { io: Object.fromEntries(sums), unknown };
};

/**
 * A task's rates. What its containers count is the sum of their rates: each has sample times of its own, so that the
 * task's summed counter grows by another span than the time between two looks. Pure.
 */
const taskIo = (own: Io, containers: readonly Found[]): Io => {
  const io: { -readonly [direction in Direction]?: number } = { ...own };
  for (const direction of new Set(byId.values())) {
    if (containers.some(({ unknown }) => unknown.has(direction))) delete io[direction];
    else {
      const told = containers.flatMap((found) => found.io[direction] ?? []);
      if (told.length > 0) io[direction] = told.reduce((sum, one) => sum + one, 0);
    }
  }
  return io;
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
    const found = entries.map(({ resource, points }) => ({ resource, ...ioOf(rates, resource.key, points) }));
    const byTask = Map.groupBy(found, ({ resource }) =>
      resource.scope === "container" ? resource.task?.arn : undefined,
    );
    const byResource = new Map(
      found.map(({ resource, io }) => [
        resource.key,
        resource.scope === "task" ? taskIo(io, byTask.get(resource.task.arn) ?? []) : io,
      ]),
    );
    return { byResource, complete: found.every(({ unknown }) => unknown.size === 0) };
  };
};
