import type { ValuesReport } from "../../../src/web/api/contract.ts";
import { attributesText, matches } from "../parts/matching.ts";

type Resource = ValuesReport["resources"][number];
type Family = NonNullable<Resource["families"]>[number];

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
