import { describe, expect, it } from "vitest";
import type { PlannedFamily } from "../../formats/prometheus-series/plan.ts";
import type { FamilyOfSeries } from "../../formats/prometheus-series/series.ts";
import { stale } from "../../formats/remote-write/sample.ts";
import { advance, emptyLedger, endAll, type Ledger, type NewsRules } from "./ledger.ts";

const rules: NewsRules = { startedMs: 0, repeatMs: 60_000 };

const planned = (name: string, sampled: boolean): PlannedFamily => ({
  name,
  type: "gauge",
  help: "",
  sampled,
  rows: [],
});

const families = { cpu: planned("cpu", true), status: planned("status", false) };

type Row = readonly [family: keyof typeof families, labels: string, value: number, atMs?: number];

/** One series a family and row; the time is that of the snapshot when left out. */
const seriesOf = (rows: readonly Row[], takenAtMs: number): readonly FamilyOfSeries[] =>
  (["cpu", "status"] as const)
    .map((name) => ({ name, own: rows.filter(([family]) => family === name) }))
    .filter(({ own }) => own.length > 0)
    .map(({ name, own }) => ({
      family: families[name],
      labels: own.map(([, labels]) => labels),
      values: own.map(([, , value]) => value),
      atMs: own.map(([, , , atMs]) => atMs ?? takenAtMs),
    }));

interface Step {
  readonly takenAtMs: number;
  readonly rows: readonly Row[];
}

/** What is put up for delivery at each step, as `family labels value@time`. */
const walk = (steps: readonly Step[], more: Partial<NewsRules> = {}, from: Ledger = emptyLedger) => {
  let ledger = from;
  const told = steps.map(({ takenAtMs, rows }) => {
    const next = advance(ledger, seriesOf(rows, takenAtMs), takenAtMs, { ...rules, ...more });
    ledger = next.ledger;
    return next.items.map(
      ({ series, value, atMs }) =>
        `${series.family.name} ${series.labels} ${value === stale ? "stale" : value}@${atMs}`,
    );
  });
  return { told, ledger };
};

describe("samples", () => {
  it("have their own time, to the millisecond", () => {
    expect(walk([{ takenAtMs: 1000, rows: [["cpu", "a", 1, 990.6]] }]).told).toEqual([["cpu a 1@991"]]);
  });

  it("are told once, however often they are seen", () => {
    const rows: readonly Row[] = [["cpu", "a", 1, 990]];
    expect(walk([1000, 2000, 3000].map((takenAtMs) => ({ takenAtMs, rows }))).told).toEqual([["cpu a 1@990"], [], []]);
  });

  it("are told again when they are new, changed or not", () => {
    const { told } = walk([
      { takenAtMs: 1000, rows: [["cpu", "a", 1, 990]] },
      { takenAtMs: 2000, rows: [["cpu", "a", 1, 1990]] },
    ]);
    expect(told).toEqual([["cpu a 1@990"], ["cpu a 1@1990"]]);
  });

  it("never go back in time: a sum over fewer containers may have an older sample", () => {
    const { told } = walk([
      { takenAtMs: 1000, rows: [["cpu", "a", 3, 990]] },
      { takenAtMs: 2000, rows: [["cpu", "a", 2, 980]] },
      { takenAtMs: 3000, rows: [["cpu", "a", 2, 2980]] },
    ]);
    expect(told).toEqual([["cpu a 3@990"], [], ["cpu a 2@2980"]]);
  });

  it("from before this agent's start are left to the one before it, in its own snapshots", () => {
    const { told } = walk(
      [
        { takenAtMs: 1000, rows: [["cpu", "backlog", 1, 990]] },
        {
          takenAtMs: 6000,
          rows: [
            ["cpu", "backlog", 2, 4990],
            ["cpu", "old", 1, 4990],
            ["cpu", "new", 1, 5000],
            ["status", "s", 1],
          ],
        },
        { takenAtMs: 7000, rows: [["cpu", "old", 2, 6990]] },
      ],
      { startedMs: 5000 },
    );
    expect(told[0]).toEqual(["cpu backlog 1@990"]);
    expect(told[1]).toEqual(["cpu backlog 2@4990", "cpu new 1@5000", "status s 1@6000"]);
    expect(told[2]).toContain("cpu old 2@6990");
  });
});

describe("what is no sample", () => {
  it("has the time of the snapshot, and is told when it changes and once a minute", () => {
    const at = (takenAtMs: number, value: number): Step => ({ takenAtMs, rows: [["status", "s", value, 5]] });
    expect(walk([at(1000, 0), at(11_000, 0), at(21_000, 1), at(31_000, 1), at(81_000, 1)]).told).toEqual([
      ["status s 0@1000"],
      [],
      ["status s 1@21000"],
      [],
      ["status s 1@81000"],
    ]);
  });
});

describe("a series that ends", () => {
  const lives: Step = {
    takenAtMs: 1000,
    rows: [
      ["cpu", "a", 1, 990],
      ["cpu", "b", 1, 990],
    ],
  };

  it("gets one stale marker, alone or with its family", () => {
    const { told, ledger } = walk([
      lives,
      { takenAtMs: 2000, rows: [["cpu", "b", 1, 1990]] },
      { takenAtMs: 3000, rows: [] },
      { takenAtMs: 4000, rows: [] },
      { takenAtMs: 70_000, rows: [] },
    ]);
    expect(told.slice(1)).toEqual([["cpu b 1@1990", "cpu a stale@2000"], ["cpu b stale@3000"], [], []]);
    expect(ledger.families.size).toBe(0);
  });

  it("has its marker after its last sample, also when the source's clock is ahead", () => {
    const { told } = walk([
      { takenAtMs: 1000, rows: [["cpu", "a", 1, 2500]] },
      { takenAtMs: 2000, rows: [] },
    ]);
    expect(told[1]).toEqual(["cpu a stale@2501"]);
  });

  it("and comes back goes on with samples from after the marker", () => {
    const { told } = walk([
      lives,
      { takenAtMs: 2000, rows: [] },
      { takenAtMs: 3000, rows: [["cpu", "a", 2, 1995]] },
      { takenAtMs: 4000, rows: [["cpu", "a", 3, 3995]] },
    ]);
    expect(told.slice(2)).toEqual([[], ["cpu a 3@3995"]]);
  });

  it("gets one at the end of all, unless it has one", () => {
    const { ledger } = walk([lives, { takenAtMs: 2000, rows: [["cpu", "b", 1, 1990]] }]);
    expect(endAll(ledger, 9000).map(({ series, value, atMs }) => [series.labels, value, atMs])).toEqual([
      ["b", stale, 9000],
    ]);
  });
});

describe("a clock that is set back", () => {
  it("begins anew, without markers", () => {
    const { told } = walk([
      {
        takenAtMs: 100_000,
        rows: [
          ["cpu", "a", 1, 99_000],
          ["status", "s", 1],
        ],
      },
      { takenAtMs: 50_000, rows: [["cpu", "a", 2, 49_000]] },
    ]);
    expect(told[1]).toEqual(["cpu a 2@49000"]);
  });
});
