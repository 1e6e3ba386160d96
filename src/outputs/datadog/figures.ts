import type { DatadogRow } from "../../catalogue/names/datadog-dialect.ts";
import type { Point } from "../../model/point.ts";
import { tagOf } from "./clean-tag.ts";
import type { View } from "./view.ts";

/** What a row gives for a resource. */
export interface Figure {
  readonly value: number;
  readonly atMs: number;
  /** Tags from the point's attributes. */
  readonly tags: readonly string[];
  /** It is what all containers of the task share. */
  readonly shared: boolean;
}

type RowOf<Take extends DatadogRow["take"]> = Extract<DatadogRow, { readonly take: Take }>;

const plain = (value: number, atMs: number): Figure => ({ value, atMs, tags: [], shared: false });

const attributeTags = ({ attributes }: Point, tags: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(tags).flatMap(([attribute, name]) => tagOf(name, attributes[attribute]) ?? []);

const fits = ({ attributes }: Point, where: Readonly<Record<string, string>>): boolean =>
  Object.entries(where).every(([name, value]) => attributes[name] === value);

const ofPoints = (row: RowOf<"points">, view: View): readonly Figure[] => {
  const { metric, send, scale = 1, where = {}, tags = {}, unless } = row;
  if (unless !== undefined && view.containersHave(unless)) return [];
  return view.points(metric).flatMap((point) => {
    const value = send === "value" ? point.value : point.perSecond;
    if (value === undefined || !fits(point, where)) return [];
    const { atMs } = point;
    return [{ value: value * scale, atMs, tags: attributeTags(point, tags), shared: unless !== undefined }];
  });
};

/** All or nothing: a part alone would be too small. */
const ofTotal = ({ metric }: RowOf<"total">, view: View): readonly Figure[] => {
  const points = view.points(metric);
  let sum = 0;
  let newestMs = 0;
  for (const { perSecond, atMs } of points) {
    if (perSecond === undefined) return [];
    sum += perSecond;
    newestMs = Math.max(newestMs, atMs);
  }
  return points.length === 0 ? [] : [plain(sum, newestMs)];
};

const ofFirst = ({ of, scale = 1 }: RowOf<"first">, view: View): readonly Figure[] => {
  for (const metric of of) {
    const point = view.known(metric);
    if (point !== undefined) return [plain(point.value * scale, point.atMs)];
  }
  return [];
};

const ofRatio = ({ of, over }: RowOf<"ratio">, view: View): readonly Figure[] => {
  const divisor = view.known(over);
  if (divisor === undefined || divisor.value <= 0) return [];
  let sum = 0;
  let newestMs = 0;
  for (const metric of of) {
    const [point] = view.points(metric);
    if (point === undefined) return [];
    sum += point.value;
    newestMs = Math.max(newestMs, point.atMs);
  }
  return [plain(sum / divisor.value, newestMs)];
};

const ofAge = ({ since }: RowOf<"age">, view: View, nowMs: number): readonly Figure[] =>
  view
    .points(since)
    .slice(0, 1)
    .flatMap(({ value }) => (value * 1000 > nowMs ? [] : [plain(nowMs / 1000 - value, nowMs)]));

/** What one row says of one resource; nothing where it is not known. */
export const figuresOf = (row: DatadogRow, view: View, nowMs: number): readonly Figure[] => {
  switch (row.take) {
    case "points":
      return ofPoints(row, view);
    case "total":
      return ofTotal(row, view);
    case "first":
      return ofFirst(row, view);
    case "ratio":
      return ofRatio(row, view);
    case "age":
      return ofAge(row, view, nowMs);
    case "host-total":
      return view.points(row.metric).map(({ value, atMs }) => plain(value, atMs));
  }
};
