import type { HappeningNote } from "../../../src/web/api/contract.ts";
import type { Figure } from "../chart/columns.ts";
import { breakGaps } from "../chart/gaps.ts";
import type { ChartModel, Limit, Line } from "../chart/model.ts";
import { align, type OwnTimes, stack } from "../chart/stack.ts";
import type { ChartEntry, LineName } from "./chart-list.ts";
import { figuresOf, type Track } from "./track.ts";

/** What all charts of a view have in common. */
export interface Frame {
  readonly spanMs: number;
  readonly toLimit: boolean;
  readonly paceMs: number;
  readonly marks: readonly HappeningNote[];
}

/** As long as asked for, and no longer than there are figures; a minute at the least. */
const extentOf = (times: readonly number[], spanMs: number): Pick<ChartModel, "fromMs" | "toMs"> => {
  const toMs = times.at(-1) ?? 0;
  const knownMs = toMs - (times[0] ?? toMs);
  return { fromMs: toMs - Math.min(spanMs, Math.max(60_000, knownMs)), toMs };
};

const cutTo = (columns: OwnTimes, fromMs: number): OwnTimes => {
  const first = columns.times.findIndex((time) => time >= fromMs);
  if (first <= 0) return columns;
  return { times: columns.times.slice(first), values: columns.values.slice(first) };
};

export interface Drawn {
  readonly model: ChartModel;
  readonly own: readonly Line[];
}

/** Lines with times of their own, of one unit, in one chart. */
export const modelOf = (
  lines: readonly (OwnTimes & { readonly label: string })[],
  { unit }: Pick<ChartEntry, "unit">,
  limit: Limit | undefined,
  { spanMs, toLimit, paceMs, marks }: Frame,
  stacked: boolean,
): Drawn => {
  const extent = extentOf(
    lines.flatMap(({ times }) => times).sort((a, b) => a - b),
    spanMs,
  );
  const cut = lines.map((line) => cutTo(line, extent.fromMs));
  const columns = breakGaps(align(cut, stacked ? 2.5 * paceMs : 0), paceMs);
  const named = (values: readonly (readonly Figure[])[]): Line[] =>
    lines.map(({ label }, i) => ({ label, values: values[i] ?? [] }));
  const own = named(columns.values);
  return {
    own,
    model: {
      times: columns.times,
      lines: stacked ? named(stack(columns.values)) : own,
      stacked,
      limit,
      toLimit,
      marks,
      ...extent,
      unit,
    },
  };
};

/** Undefined: there is no series for it. */
export const drawChart = (
  entry: ChartEntry,
  track: Track,
  labelOf: (name: LineName) => string,
  limit: Limit | undefined,
  frame: Frame,
): Drawn | undefined => {
  const lines = entry.lines.flatMap(({ metric, name }) => {
    const values = figuresOf(track, metric);
    return values?.some((value) => value !== null) ? [{ label: labelOf(name), times: track.times, values }] : [];
  });
  return lines.length === 0 ? undefined : modelOf(lines, entry, limit, frame, false);
};

export interface Member {
  readonly name: string;
  readonly track: Track;
}

const membersAtMost = 8;

const lastOf = ({ values }: OwnTimes): number => values.findLast((value) => value !== null) ?? 0;

/** Containers of a task over each other, or as lines; beyond eight, those with the least are one. */
export const drawMembers = (
  metric: string,
  unit: string,
  members: readonly Member[],
  others: (count: number) => string,
  limit: Limit | undefined,
  frame: Frame,
  stacked: boolean,
): Drawn | undefined => {
  const lines = members.flatMap(({ name, track }) => {
    const values = figuresOf(track, metric);
    return values?.some((value) => value !== null) ? [{ label: name, times: track.times, values }] : [];
  });
  if (lines.length === 0) return undefined;
  if (lines.length <= membersAtMost) return modelOf(lines, { unit }, limit, frame, stacked);
  const bySize = lines.toSorted((a, b) => lastOf(b) - lastOf(a));
  const rest = align(bySize.slice(membersAtMost - 1), 2.5 * frame.paceMs);
  const restSum = {
    label: others(lines.length - membersAtMost + 1),
    times: rest.times,
    values: stack(rest.values).at(-1) ?? [],
  };
  return modelOf([...bySize.slice(0, membersAtMost - 1), restSum], { unit }, limit, frame, stacked);
};
