import { catalogue, type MetricId } from "../catalogue/catalogue.ts";
import { type Point, pointKey } from "../model/point.ts";
import type { Entry } from "../model/snapshot.ts";
import { openDerive } from "./derive.ts";
import { enrich } from "./enrich.ts";
import type { Collection, Draft } from "./recorder.ts";
import { newestSample, openSampleClock } from "./sample-clock.ts";

type Settled = ReadonlyMap<string, Draft>;

/** What one input sees: its latest collection, completed and held until the next. */
export interface Partition {
  /** Takes a collection in place of the one before. `partial`: what it lacks is carried over from that one. */
  take(collection: Collection, nowMs: number, partial: boolean): void;
  /** What is still true at this time. */
  entries(nowMs: number): readonly Entry[];
  newestSampleMs(): number | undefined;
  /** How far the source's clock is off, in ms, when that is too far. */
  clockOffMs(): number | undefined;
}

const stopped = ({ points }: Draft): boolean =>
  points.some(
    ({ metric, attributes }) =>
      metric === "container.status" && attributes.type === "known" && attributes.status === "STOPPED",
  );

/** Only what was sampled is carried: state words are as new as the collection that has the resource. */
const carried = (point: Point<MetricId>): boolean => {
  const { kind, derive } = catalogue[point.metric];
  return kind !== "state" && kind !== "info" && derive === undefined;
};

const carryOver = (drafts: Settled, before: Settled): void => {
  for (const [key, draft] of drafts) {
    const old = before.get(key);
    if (old === undefined || stopped(draft)) continue;
    const present = new Set(draft.points.map(({ metric, attributes }) => pointKey(metric, attributes)));
    for (const point of old.points) {
      if (carried(point) && !present.has(pointKey(point.metric, point.attributes))) draft.points.push(point);
    }
  }
};

/** @param staleAfterMs a sample older than this is withdrawn; what lasts (limits, identities) stays */
export const openPartition = (staleAfterMs: number): Partition => {
  const derive = openDerive();
  const clock = openSampleClock();
  let recorded: Settled = new Map();
  let current: readonly Draft[] = [];
  let newestMs: number | undefined;
  let offMs: number | undefined;

  const fresh = (point: Point<MetricId>, nowMs: number): boolean =>
    nowMs - point.atMs <= staleAfterMs || catalogue[point.metric].lasting === true;

  return {
    take: (collection, nowMs, partial) => {
      const { drafts } = collection;
      if (partial) carryOver(drafts, recorded);
      recorded = new Map([...drafts].map(([key, { resource, points }]) => [key, { resource, points: [...points] }]));
      derive(drafts, nowMs);
      newestMs = newestSample(drafts.values(), nowMs) ?? newestMs;
      enrich(drafts.values(), nowMs);
      offMs = clock.settle(drafts.values(), nowMs);
      current = [...drafts.values()];
    },
    entries: (nowMs) => {
      const isOld = ({ points }: Draft): boolean => points.some((point) => !fresh(point, nowMs));
      if (!current.some(isOld)) return current;
      return current.map((entry) =>
        isOld(entry)
          ? { resource: entry.resource, points: entry.points.filter((point) => fresh(point, nowMs)) }
          : entry,
      );
    },
    newestSampleMs: () => newestMs,
    clockOffMs: () => offMs,
  };
};
