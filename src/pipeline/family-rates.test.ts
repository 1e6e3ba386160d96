import { describe, expect, it } from "vitest";
import type { AppFamily, AppHistogram, AppSummary, AppValue } from "../model/app-family.ts";
import { openFamilyRates } from "./family-rates.ts";
import type { Reception } from "./reception.ts";
import { moment, startMs } from "./test/world.ts";

const value = (ms: number, count: number, more: Partial<AppValue> = {}): AppValue => ({
  labels: {},
  value: count,
  atMs: startMs + ms,
  ...more,
});

const counter = (...samples: readonly AppValue[]): AppFamily => ({ name: "requests", kind: "counter", samples });

/** `within`: by bounds 1, 2, ... */
const histogram = (
  ms: number,
  within: readonly number[],
  count: number,
  more: Partial<AppHistogram> = {},
): AppFamily => ({
  name: "latency",
  kind: "histogram",
  samples: [
    {
      labels: {},
      buckets: within.map((inside, place) => ({ upperBound: place + 1, count: inside })),
      count,
      sum: count * 2,
      atMs: startMs + ms,
      ...more,
    },
  ],
});

const summary = (ms: number, more: Partial<AppSummary>): AppFamily => ({
  name: "size",
  kind: "summary",
  samples: [{ labels: {}, quantiles: [{ quantile: 0.5, value: 3 }], atMs: startMs + ms, ...more }],
});

type Round = readonly [Reception, AppFamily];

const play = (...rounds: readonly Round[]): readonly AppFamily[] => {
  const rates = openFamilyRates();
  return rounds.flatMap(([reception, family]) => {
    rates.begin(reception);
    return rates.of("target/web", [family]);
  });
};

const perSecond = (...rounds: readonly Round[]) =>
  play(...rounds).map(({ samples: [sample] }) =>
    sample !== undefined && "perSecond" in sample ? sample.perSecond : undefined,
  );

const growth = (...rounds: readonly Round[]) =>
  play(...rounds).map(({ samples: [sample] }) =>
    sample !== undefined && "growth" in sample ? sample.growth : undefined,
  );

describe("an app's counter", () => {
  it("has its change per second from the second sample on, by the samples' own times", () => {
    const rounds = [
      [moment(900), counter(value(0, 5))],
      [moment(10_100), counter(value(10_000, 8))],
    ] as const;
    expect(perSecond(...rounds)).toEqual([undefined, 0.3]);
  });

  it("has the same rate again while its sample does not move", () => {
    const rounds = [
      [moment(0), counter(value(0, 5))],
      [moment(10_000), counter(value(10_000, 8))],
      [moment(20_000), counter(value(10_000, 8))],
      [moment(30_000), counter(value(30_000, 8))],
    ] as const;
    expect(perSecond(...rounds)).toEqual([undefined, 0.3, 0.3, 0]);
  });

  it("has none over a decrease that nothing explains, and goes on from there", () => {
    const rounds = [
      [moment(0), counter(value(0, 50))],
      [moment(10_000), counter(value(10_000, 8))],
      [moment(20_000), counter(value(20_000, 18))],
    ] as const;
    expect(perSecond(...rounds)).toEqual([undefined, undefined, 1]);
  });

  it("counts all of it after a start that the app tells, also when it has passed the old value", () => {
    const sinceMs = startMs + 5000;
    const rounds = (after: number) =>
      [
        [moment(0), counter(value(0, 50))],
        [moment(10_000), counter(value(10_000, after, { sinceMs }))],
      ] as const;
    expect(perSecond(...rounds(8))).toEqual([undefined, 0.8]);
    expect(perSecond(...rounds(60))).toEqual([undefined, 6]);
  });

  it("has none across a step of our clock", () => {
    const rounds = [
      [moment(0), counter(value(0, 5))],
      [{ nowMs: startMs + 70_000, elapsedMs: 10_000 }, counter(value(70_000, 8))],
      [{ nowMs: startMs + 80_000, elapsedMs: 20_000 }, counter(value(80_000, 9))],
      [{ nowMs: startMs + 90_000, elapsedMs: 30_000 }, counter(value(90_000, 10))],
    ] as const;
    expect(perSecond(...rounds)).toEqual([undefined, undefined, undefined, 0.1]);
  });

  it("is another one with other labels, of another kind, of another target", () => {
    const rates = openFamilyRates();
    const get = (count: number) => value(0, count, { labels: { method: "get" } });
    rates.begin(moment(0));
    rates.of("target/a", [counter(value(0, 1), get(10))]);
    rates.of("target/b", [counter(value(0, 100))]);
    rates.begin(moment(10_000));
    const later = { atMs: startMs + 10_000 };
    const [family] = rates.of("target/a", [counter({ ...value(0, 2), ...later }, { ...get(30), ...later })]);
    const [other] = rates.of("target/b", [{ ...counter({ ...value(0, 110), ...later }) }]);
    expect(family?.samples).toMatchObject([{ perSecond: 0.1 }, { perSecond: 2 }]);
    expect(other?.samples).toMatchObject([{ perSecond: 1 }]);
  });

  it("leaves gauges as they are", () => {
    const gauge: AppFamily = { name: "requests", kind: "gauge", samples: [value(0, 5)] };
    const later: AppFamily = { name: "requests", kind: "gauge", samples: [value(10_000, 9)] };
    expect(play([moment(0), gauge], [moment(10_000), later])).toEqual([gauge, later]);
  });
});

describe("an app's histogram", () => {
  it("grows by count, sum and buckets", () => {
    const rounds = [
      [moment(0), histogram(0, [1, 3], 4)],
      [moment(10_000), histogram(10_000, [2, 6], 9)],
    ] as const;
    expect(growth(...rounds)).toEqual([undefined, { overMs: 10_000, count: 5, sum: 10, buckets: [1, 3] }]);
  });

  it("has the same growth again while its sample does not move", () => {
    const rounds = [
      [moment(0), histogram(0, [1], 4)],
      [moment(10_000), histogram(10_000, [2], 9)],
      [moment(20_000), histogram(10_000, [2], 9)],
    ] as const;
    const [, first, again] = growth(...rounds);
    expect(again).toEqual(first);
    expect(again).toBeDefined();
  });

  it.each([
    ["its count", histogram(10_000, [1, 3], 3)],
    ["a bucket", histogram(10_000, [0, 5], 9)],
    ["its sum", histogram(10_000, [2, 6], 9, { sum: 1 })],
  ])("has no growth when %s fell", (_, fallen) => {
    expect(growth([moment(0), histogram(0, [1, 3], 4)], [moment(10_000), fallen])).toEqual([undefined, undefined]);
  });

  it("may lose of its sum where it has buckets below zero", () => {
    const buckets = (inside: number) => [{ upperBound: -1, count: inside }];
    const rounds = [
      [moment(0), histogram(0, [], 4, { buckets: buckets(1), sum: 5 })],
      [moment(10_000), histogram(10_000, [], 5, { buckets: buckets(2), sum: -5 })],
    ] as const;
    expect(growth(...rounds)[1]).toEqual({ overMs: 10_000, count: 1, sum: -10, buckets: [1] });
  });

  it("has no growth over a change of its bounds, and goes on with the new ones", () => {
    const rounds = [
      [moment(0), histogram(0, [1, 3], 4)],
      [moment(10_000), histogram(10_000, [1, 3, 4], 5)],
      [moment(20_000), histogram(20_000, [1, 3, 5], 6)],
    ] as const;
    expect(growth(...rounds)).toEqual([undefined, undefined, { overMs: 10_000, count: 1, sum: 2, buckets: [0, 0, 1] }]);
  });

  it("grows by all of it after a start that the app tells", () => {
    const rounds = [
      [moment(0), histogram(0, [3, 3], 4)],
      [moment(10_000), histogram(10_000, [1, 5], 9, { sinceMs: startMs + 1000 })],
    ] as const;
    expect(growth(...rounds)[1]).toEqual({ overMs: 10_000, count: 9, sum: 18, buckets: [1, 5] });
  });
});

describe("an app's summary", () => {
  it("grows by count and sum, each where it has them", () => {
    const rounds = [
      [moment(0), summary(0, { count: 4, sum: 8 })],
      [moment(10_000), summary(10_000, { count: 5, sum: 10 })],
      [moment(20_000), summary(20_000, { count: 6 })],
      [moment(30_000), summary(30_000, {})],
      [moment(40_000), summary(40_000, { count: 7 })],
    ] as const;
    expect(growth(...rounds)).toEqual([
      undefined,
      { overMs: 10_000, count: 1, sum: 2 },
      { overMs: 10_000, count: 1 },
      undefined,
      undefined,
    ]);
  });
});

describe("what is remembered of apps' series", () => {
  it("is forgotten when a series has long not come", () => {
    const rates = openFamilyRates();
    const rounds = [0, 10_000, 20 * 60_000, 20 * 60_000 + 10_000];
    const told = rounds.map((ms, number) => {
      rates.begin(moment(ms));
      const other = value(ms, number, { labels: { path: "/always" } });
      const [family] = rates.of("target/a", [
        counter(other, ...(number === 1 || number === 2 ? [] : [value(ms, number)])),
      ]);
      return family?.samples.map((sample) => ("perSecond" in sample ? sample.perSecond : undefined));
    });
    expect(told[3]).toEqual([0.1, undefined]);
  });

  it("stays within bounds when an app names new series all the time", () => {
    const rates = openFamilyRates();
    const rounds = Array.from({ length: 40 }, (_, number) => number);
    for (const number of rounds) {
      rates.begin(moment(number * 1000));
      const samples = Array.from({ length: 100 }, (_, place) =>
        value(number * 1000, 1, { labels: { id: `${number}/${place}` } }),
      );
      rates.of("target/a", [counter(...samples)]);
    }
    rates.begin(moment(40_000));
    const returned = rounds.map((number) => value(40_000, 41, { labels: { id: `${number}/0` } }));
    const [family] = rates.of("target/a", [counter(...returned)]);
    const known = family?.samples.filter((sample) => "perSecond" in sample) ?? [];
    expect(known.length).toBeGreaterThan(0);
    expect(known.length).toBeLessThan(10);
  });
});
