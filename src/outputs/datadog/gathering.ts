import type { Together } from "../../catalogue/names/datadog-dialect.ts";
import type { SeriesItem } from "./item.ts";

interface Sum {
  readonly metric: string;
  readonly tags: string;
  readonly unit: string | undefined;
  readonly together: Together;
  count: number;
  sum: number;
  greatest: number;
  newestMs: number;
}

/** The figures of one snapshot, one point a series: Datadog keeps the last of two that have one name and equal tags. */
export interface Gathering {
  add(
    figure: { readonly value: number; readonly atMs: number },
    series: {
      readonly metric: string;
      readonly tags: string;
      readonly unit: string | undefined;
      readonly together: Together;
    },
  ): void;
  items(): readonly SeriesItem[];
}

const joined = ({ together, sum, count, greatest }: Sum): number =>
  together === "sum" ? sum : together === "mean" ? sum / count : greatest;

export const openGathering = (): Gathering => {
  /** By tags, then by metric: the long texts are hashed once. */
  const byTags = new Map<string, Map<string, Sum>>();
  return {
    add: ({ value, atMs }, { metric, tags, unit, together }) => {
      if (!Number.isFinite(value)) return;
      const sums = byTags.get(tags) ?? new Map<string, Sum>();
      byTags.set(tags, sums);
      const before = sums.get(metric);
      if (before === undefined) {
        sums.set(metric, { metric, tags, unit, together, count: 1, sum: value, greatest: value, newestMs: atMs });
        return;
      }
      before.count += 1;
      before.sum += value;
      before.greatest = Math.max(before.greatest, value);
      before.newestMs = Math.max(before.newestMs, atMs);
    },
    items: () =>
      [...byTags.values()]
        .flatMap((sums) => [...sums.values()])
        .map((sum) => ({
          route: "series",
          atMs: sum.newestMs,
          metric: sum.metric,
          value: joined(sum),
          tags: sum.tags,
          ...(sum.unit === undefined ? {} : { unit: sum.unit }),
        })),
  };
};
