import type { Point } from "./point.ts";

/** Sums of changes per second by some name, and the names of which a counter has no rate yet. */
export interface RateSums<Name extends string> {
  readonly sums: ReadonlyMap<Name, number>;
  readonly unknown: ReadonlySet<Name>;
}

/** Adds up the rates of one resource's counters (its interfaces, say). Half a sum would be a false number: it is none. */
export const rateSums = <Name extends string>(
  points: readonly Point[],
  nameOf: (metric: string) => Name | undefined,
): RateSums<Name> => {
  const sums = new Map<Name, number>();
  const unknown = new Set<Name>();
  for (const { metric, perSecond } of points) {
    const name = nameOf(metric);
    if (name === undefined) continue;
    if (perSecond === undefined) unknown.add(name);
    else sums.set(name, (sums.get(name) ?? 0) + perSecond);
  }
  for (const name of unknown) sums.delete(name);
  return { sums, unknown };
};
