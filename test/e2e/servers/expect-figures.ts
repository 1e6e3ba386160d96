import { expect } from "vitest";
import type { Promql } from "./promql.ts";

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
 * lies between the two.
 */
export const expectFigures = async (
  { freshScrape, prometheus }: FigureSource,
  figures: readonly Figure[],
): Promise<void> => {
  const before = await readAll(figures);
  await freshScrape();
  const values: number[] = [];
  for (const { promql } of figures) values.push(await prometheus.one(promql));
  const after = await readAll(figures);
  for (const [index, { promql, slack = 1e-6 }] of figures.entries()) {
    const ends = [before[index] ?? Number.NaN, after[index] ?? Number.NaN];
    expect(values[index], promql).toBeGreaterThanOrEqual(Math.min(...ends) - slack);
    expect(values[index], promql).toBeLessThanOrEqual(Math.max(...ends) + slack);
  }
};
