import type { Promql } from "./promql.ts";
import { waitFor } from "./wait.ts";

export interface Figure {
  readonly promql: string;
  /** The same figure, read from the kernel. */
  readonly kernel: () => number | Promise<number>;
  /** How far off its source may be. Nanoseconds turned into seconds may lose the last digit. */
  readonly slack?: number;
}

/** Where the figures come from, and what waits until they come from a collection that began later than now. */
interface FigureSource {
  readonly prometheus: Pick<Promql, "one">;
  readonly freshScrape: () => Promise<void>;
}

const readAll = async (figures: readonly Figure[]): Promise<number[]> => {
  const readings: number[] = [];
  for (const { kernel } of figures) readings.push(await kernel());
  return readings;
};

/**
 * Reads each figure from the kernel before and after the collection that Prometheus' value comes from: a right value
 * lies between the two. Where the engine was late with a container its last figure counts on; then the next collection
 * is held against readings of its own.
 */
export const expectFigures = async (
  { freshScrape, prometheus }: FigureSource,
  figures: readonly Figure[],
): Promise<void> => {
  const wrong = async (): Promise<readonly string[]> => {
    const before = await readAll(figures);
    await freshScrape();
    const values: number[] = [];
    for (const { promql } of figures) values.push(await prometheus.one(promql));
    const after = await readAll(figures);
    return figures.flatMap(({ promql, slack = 1e-6 }, index) => {
      const value = values[index] ?? Number.NaN;
      const ends = [before[index] ?? Number.NaN, after[index] ?? Number.NaN];
      const fits = value >= Math.min(...ends) - slack && value <= Math.max(...ends) + slack;
      return fits ? [] : [`${promql} is ${value}, not between ${ends.join(" and ")}`];
    });
  };
  await waitFor({
    what: "every figure lies between two readings of its source",
    attempt: async () => {
      const found = await wrong();
      if (found.length > 0) throw new Error(found.join("; "));
      return true;
    },
  });
};
