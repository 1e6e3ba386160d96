import type { MackerelFigure, MackerelMinute, MackerelSource } from "../../catalogue/names/mackerel-figure.ts";
import type { Attributes, Point } from "../../model/point.ts";
import type { Points } from "./task-view.ts";

/** A number at the time of its sample. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly value: number;
}

/** One number of a host or service, as one snapshot has it. */
export interface Reading extends Sample {
  readonly name: string;
  readonly minute: MackerelMinute;
  /** Place in its table: what is lower is kept longer. */
  readonly priority: number;
}

const matches = ({ attributes }: Point, having: Attributes): boolean =>
  Object.entries(having).every(([name, value]) => attributes[name] === value);

/** The source's points, of a container or else of its task. */
export const pointsOf = ({ metric, having }: MackerelSource, own: Points, task: Points): readonly Point[] => {
  const points = own.get(metric) ?? task.get(metric) ?? [];
  return having === undefined ? points : points.filter((point) => matches(point, having));
};

export const numberOf = (point: Point, { take }: MackerelSource): number | undefined =>
  take === "perSecond" ? point.perSecond : point.value;

/** All of the points added up; undefined while one of them is unknown, since the sum would be too small. */
const total = (points: readonly Point[], source: MackerelSource): Sample | undefined => {
  if (points.length === 0) return undefined;
  let value = 0;
  let atMs = 0;
  for (const point of points) {
    const number = numberOf(point, source);
    if (number === undefined || !Number.isFinite(number)) return undefined;
    value += number;
    atMs = Math.max(atMs, point.atMs);
  }
  return { atMs, value };
};

/** Whether the figure may be told at all of whom these points are. */
export const isTold = ({ beside }: MackerelFigure, own: Points, task: Points): boolean =>
  beside === undefined || own.has(beside) || task.has(beside);

/** The figure of a container, or of a task when `own` are the task's points. */
export const sampleOf = (figure: MackerelFigure, own: Points, task: Points): Sample | undefined => {
  if (!isTold(figure, own, task)) return undefined;
  for (const source of figure.from) {
    const sample = total(pointsOf(source, own, task), source);
    if (sample !== undefined) return { atMs: sample.atMs, value: sample.value * (figure.times ?? 1) };
  }
  return undefined;
};
