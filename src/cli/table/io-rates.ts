import { type MetricId, metricIds } from "../../catalogue/catalogue.ts";
import { rateSums } from "../../model/rate-sum.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";

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

/** Rates of one resource, and the directions of which a counter has none. */
interface Found {
  readonly io: Io;
  readonly unknown: ReadonlySet<Direction>;
}

const ioOf = ({ points }: Entry): Found => {
  const { sums, unknown } = rateSums(points, (metric) => byId.get(metric));
  return { io: Object.fromEntries(sums), unknown };
};

export interface IoRates {
  readonly byResource: ReadonlyMap<string, Io>;
  /** No counter waits for a second sample. */
  readonly complete: boolean;
}

/** Network and disk rates of everything in a snapshot. Pure. */
export const ioRatesOf = ({ entries }: Snapshot): IoRates => {
  const found = entries.map((entry) => ({ resource: entry.resource, ...ioOf(entry) }));
  const counted = new Set(
    found.flatMap(({ resource, io }) =>
      resource.scope === "container" && resource.task !== undefined
        ? Object.keys(io).map((direction) => `${resource.task?.arn} ${direction}`)
        : [],
    ),
  );
  // A task's sum may never have a rate: when one of its containers does not count at all. The others tell when to stop.
  const waits = found.some(({ resource, unknown }) =>
    [...unknown].some((direction) => resource.scope !== "task" || !counted.has(`${resource.task.arn} ${direction}`)),
  );
  return { byResource: new Map(found.map(({ resource, io }) => [resource.key, io])), complete: !waits };
};
