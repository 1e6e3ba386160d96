import { describe, expect, it } from "vitest";
import type { Remembered } from "../../ports/live-feed.ts";
import { joined } from "./remembered.ts";

const line = (metric: string, times: readonly number[], values: readonly number[]): Remembered => ({
  times,
  series: [{ metric, attributes: {}, perSecond: false }],
  values: [values],
});

describe("two histories of one resource", () => {
  it("are one: the fine moments, and the coarse ones where nobody looked closely", () => {
    const coarse = line("a", [0, 10_000, 20_000, 30_000], [1, 2, 3, 4]);
    const fine = line("a", [18_000, 19_000, 20_000, 21_000], [2.8, 2.9, 3.1, 3.2]);
    expect(joined(coarse, fine)).toEqual(
      line("a", [0, 10_000, 18_000, 19_000, 20_000, 21_000, 30_000], [1, 2, 2.8, 2.9, 3.1, 3.2, 4]),
    );
  });

  it("keep the series that only one of them has", () => {
    const both = joined(line("a", [0], [1]), line("b", [5000], [2]));
    expect(both?.series.map(({ metric }) => metric)).toEqual(["a", "b"]);
    expect(both?.values).toEqual([
      [1, Number.NaN],
      [Number.NaN, 2],
    ]);
  });

  it("are the one that there is", () => {
    const one = line("a", [0], [1]);
    expect([joined(one, undefined), joined(undefined, one), joined(undefined, undefined)]).toEqual([
      one,
      one,
      undefined,
    ]);
  });
});
