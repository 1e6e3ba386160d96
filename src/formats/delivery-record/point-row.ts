import { type Attributes, type Point, pointKey } from "../../model/point.ts";
import { entryOf, type Table } from "./table.ts";

export type Series = readonly [metric: string, attributes: Attributes];

/** What points have in common with others of the snapshot. */
export interface PointTables {
  readonly series: Table<Series>;
  readonly times: Table<number>;
}

/** Which of the optional parts follow. */
const hasSince = 1;
const hasRate = 2;
const hasPrior = 4;

/** Adds to the row: series, flags, value, time, then since, rate, prior value and prior time as far as there are. */
export const writePoint = (row: number[], point: Point, { series, times }: PointTables): void => {
  const { metric, value, attributes, atMs, sinceMs, perSecond, prior } = point;
  const flags =
    (sinceMs === undefined ? 0 : hasSince) |
    (perSecond === undefined ? 0 : hasRate) |
    (prior === undefined ? 0 : hasPrior);
  row.push(series.number(pointKey(metric, attributes), [metric, attributes]), flags, value, times.number(atMs, atMs));
  if (sinceMs !== undefined) row.push(times.number(sinceMs, sinceMs));
  if (perSecond !== undefined) row.push(perSecond);
  if (prior !== undefined) row.push(prior.value, times.number(prior.atMs, prior.atMs));
};

/** The points of a row. Throws on one that `writePoint` did not make. */
export const readPoints = (row: readonly number[], series: readonly Series[], times: readonly number[]): Point[] => {
  const points: Point[] = [];
  let place = 0;
  const next = (): number => {
    const number = row[place];
    if (typeof number !== "number") throw new RangeError("A row ends too early");
    place += 1;
    return number;
  };
  while (place < row.length) {
    const [metric, attributes] = entryOf(series, next());
    const flags = next();
    const value = next();
    const atMs = entryOf(times, next());
    points.push({
      metric,
      value,
      attributes,
      atMs,
      ...(flags & hasSince ? { sinceMs: entryOf(times, next()) } : {}),
      ...(flags & hasRate ? { perSecond: next() } : {}),
      ...(flags & hasPrior ? { prior: { value: next(), atMs: entryOf(times, next()) } } : {}),
    });
  }
  return points;
};
