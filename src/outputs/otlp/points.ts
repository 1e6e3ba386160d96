import type { OtlpAttribute, OtlpMetric } from "../../catalogue/names/otlp.ts";
import type { Attributes } from "../../formats/otlp/metrics.ts";
import type { Point } from "../../model/point.ts";
import type { Item } from "./item.ts";

const spelled = ({ values = {} }: OtlpAttribute, value: string): string =>
  (Object.hasOwn(values, value) ? values[value] : undefined) ?? value;

const attributesOf = ({ attributes, fixed }: OtlpMetric, point: Point): Attributes => {
  const all: Record<string, string> = { ...fixed };
  for (const key in attributes) {
    const value = point.attributes[key];
    const attribute = attributes[key];
    if (value !== undefined && value !== "" && attribute !== undefined) all[attribute.name] = spelled(attribute, value);
  }
  return all;
};

/** The data points of a point: one, or one for each state that its metric may be in. */
export const itemsOf = (resource: Attributes, metric: OtlpMetric, point: Point, atMs: number): readonly Item[] => {
  const { value, sinceMs } = point;
  const attributes = attributesOf(metric, point);
  const { name, description, unit, whole } = metric;
  const data = metric.data === "sum" ? "sum" : "gauge";
  const item: Item = {
    route: "metrics",
    atMs,
    resource,
    scope: "taskvitals",
    metric: { name, description, unit },
    attributes,
    measure: { data, value, whole },
  };
  if (metric.data === "sum") return [sinceMs === undefined || sinceMs > atMs ? item : { ...item, sinceMs }];
  if (metric.data === "gauge") return [item];
  const present = point.attributes.status ?? "";
  if (present === "") return [];
  const states = metric.states.includes(present) ? metric.states : [present, ...metric.states];
  return states.map((status) => ({
    ...item,
    attributes: { ...attributes, status },
    measure: { data, value: status === present ? value : 0, whole },
  }));
};
