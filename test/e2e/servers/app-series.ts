import type { AppFamily } from "../../../src/model/app-family.ts";
import type { Attributes } from "../../../src/model/point.ts";

/** A series as Prometheus keeps it. */
export interface AppSeries {
  readonly name: string;
  readonly labels: Attributes;
  readonly value: number;
}

const valueName = ({ kind, name }: AppFamily): string => {
  if (kind === "counter") return `${name}_total`;
  return kind === "info" ? `${name}_info` : name;
};

const created = (name: string, labels: Attributes, sinceMs: number | undefined): readonly AppSeries[] =>
  sinceMs === undefined ? [] : [{ name: `${name}_created`, labels, value: sinceMs / 1000 }];

const told = (name: string, labels: Attributes, value: number | undefined): readonly AppSeries[] =>
  value === undefined ? [] : [{ name, labels, value }];

/** The series that were read into a family, with their names and labels as they came. */
export const seriesOf = (family: AppFamily): readonly AppSeries[] => {
  const { name } = family;
  if (family.kind === "histogram") {
    return family.samples.flatMap(({ labels, buckets, count, sum, sinceMs }) => [
      ...buckets.map(({ upperBound, count: below }) => ({
        name: `${name}_bucket`,
        labels: { ...labels, le: String(upperBound) },
        value: below,
      })),
      { name: `${name}_bucket`, labels: { ...labels, le: "+Inf" }, value: count },
      { name: `${name}_count`, labels, value: count },
      ...told(`${name}_sum`, labels, sum),
      ...created(name, labels, sinceMs),
    ]);
  }
  if (family.kind === "summary") {
    return family.samples.flatMap(({ labels, quantiles, count, sum, sinceMs }) => [
      ...quantiles.map(({ quantile, value }) => ({ name, labels: { ...labels, quantile: String(quantile) }, value })),
      ...told(`${name}_count`, labels, count),
      ...told(`${name}_sum`, labels, sum),
      ...created(name, labels, sinceMs),
    ]);
  }
  return family.samples.flatMap(({ labels, value, sinceMs }) => [
    { name: valueName(family), labels, value },
    ...created(name, labels, sinceMs),
  ]);
};
