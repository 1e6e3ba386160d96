import { catalogue, type MetricId } from "../catalogue/catalogue.ts";
import { type Point, pointKey } from "../model/point.ts";
import type { Draft } from "./recorder.ts";

type Drafts = ReadonlyMap<string, Draft>;

const stopped = ({ points }: Draft): boolean =>
  points.some(
    ({ metric, attributes }) =>
      metric === "container.status" && attributes.type === "known" && attributes.status === "STOPPED",
  );

/** Only what was sampled is carried: state words are as new as the collection that has the resource. */
const carried = ({ metric }: Point<MetricId>): boolean => {
  const { kind } = catalogue[metric];
  return kind !== "state" && kind !== "info";
};

/** Gives the drafts of a partial collection what they lack of the collection before. */
export const carryOver = (drafts: Drafts, before: Drafts): void => {
  for (const [key, draft] of drafts) {
    const old = before.get(key);
    if (old === undefined || stopped(draft)) continue;
    const present = new Set(draft.points.map(({ metric, attributes }) => pointKey(metric, attributes)));
    for (const point of old.points) {
      if (!carried(point) || present.has(pointKey(point.metric, point.attributes))) continue;
      const { perSecond: _, ...raw } = point;
      draft.points.push(raw);
    }
  }
};

/** The points as they are now, whatever happens to the drafts later. */
export const copyOf = (drafts: Drafts): Drafts =>
  new Map([...drafts].map(([key, draft]) => [key, { ...draft, points: draft.points.slice() }]));
