import type { AgentReport, CatalogueReport, ValuesReport } from "../../../src/web/api/contract.ts";
import { matches } from "../parts/matching.ts";

type Option = AgentReport["configuration"][number];
type Metric = CatalogueReport["metrics"][number];
type Resource = ValuesReport["resources"][number];

export interface PresentValue {
  readonly resource: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly value: number | null;
  readonly perSecond: number | undefined;
}

export const matchingOptions = (options: readonly Option[], filter: string, onlySet: boolean): readonly Option[] =>
  options.filter(
    ({ option, value, description, set }) => (set || !onlySet) && matches(filter, [option, value, description]),
  );

/** Present values of every metric, by its id. */
export const valuesByMetric = (resources: readonly Resource[]): ReadonlyMap<string, readonly PresentValue[]> => {
  const found = new Map<string, PresentValue[]>();
  for (const { name, points } of resources) {
    for (const { metric, attributes, value, perSecond } of points) {
      const list = found.get(metric) ?? [];
      found.set(metric, list);
      list.push({ resource: name, attributes, value, perSecond });
    }
  }
  return found;
};

export const matchingMetrics = (
  metrics: readonly Metric[],
  present: ReadonlyMap<string, readonly PresentValue[]>,
  filter: string,
  onlyPresent: boolean,
): readonly Metric[] =>
  metrics.filter(
    ({ id, prometheus, description, scope, kind }) =>
      (present.has(id) || !onlyPresent) && matches(filter, [id, prometheus, description, scope, kind]),
  );

/** A state has a point for each of its words: only the present one says something. */
export const telling = (kind: Metric["kind"], values: readonly PresentValue[]): readonly PresentValue[] =>
  kind === "state" ? values.filter(({ value }) => value === 1) : values;
