import { isCounter, isDrawn } from "../../catalogue/drawn.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { PointsEvent } from "./contract.ts";

/** The newest figure of each line that can be drawn of a resource. */
export const pointsOf = ({ resource, points }: Entry, atMs: number): PointsEvent => {
  const shown = points.filter(({ metric }) => isDrawn(metric));
  return {
    key: resource.key,
    atMs,
    series: shown.map(({ metric, attributes }) => ({ metric, attributes, perSecond: isCounter(metric) })),
    values: shown.map(({ metric, value, perSecond }) => (isCounter(metric) ? (perSecond ?? null) : value)),
  };
};
