import type { ValuesReport } from "../../../src/web/api/contract.ts";
import { attributesText, matches } from "./matching.ts";

type Resource = ValuesReport["resources"][number];
type Family = NonNullable<Resource["families"]>[number];
type Sample = Family["samples"][number];

/** One metric of one app. */
export interface AppMetric {
  readonly key: string;
  /** The target's name. */
  readonly app: string;
  readonly family: Family;
}

export const appMetrics = (resources: readonly Resource[]): readonly AppMetric[] =>
  resources.flatMap(({ key, name: app, families = [] }) =>
    families.map((family) => ({ key: `${key} ${family.name}`, app, family })),
  );

export const matchingApps = (metrics: readonly AppMetric[], filter: string): readonly AppMetric[] =>
  metrics.filter(({ app, family: { name, help = "", kind, samples } }) =>
    matches(filter, [app, name, help, kind, ...samples.map(({ labels }) => attributesText(labels))]),
  );

const units: Readonly<Record<string, string>> = { seconds: "s", bytes: "By" };

/** UCUM, by what the app says or by the ending of its name; empty where neither is known. */
export const unitOf = ({ name, unit }: Pick<Family, "name" | "unit">): string =>
  units[unit ?? ""] ?? units[name.slice(name.lastIndexOf("_") + 1)] ?? "";

/** Seconds since the epoch, as Prometheus' clients name them. */
export const isMoment = ({ name, kind }: Pick<Family, "name" | "kind">): boolean =>
  kind !== "counter" && /_(time|timestamp)_seconds$/.test(name);

/** Of what was observed lately where that is known, else of everything; undefined of nothing. */
export const meanOf = ({ count, sum, gained }: Sample): number | undefined => {
  const [total, observed] = gained?.sum !== undefined && gained.count > 0 ? [gained.sum, gained.count] : [sum, count];
  return total === undefined || observed === undefined || observed <= 0 ? undefined : total / observed;
};
