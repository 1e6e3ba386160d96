import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sample } from "./figure.ts";
import { minuteMs, perMinute, toldFrom } from "./minutes.ts";
import { everyTenSeconds, noonMs } from "./test/samples.ts";

const samples = (fromMs: number, values: readonly number[]): readonly Sample[] =>
  everyTenSeconds(fromMs, values.length).map((atMs, place) => ({ atMs, value: values[place] ?? 0 }));

describe("the first minute of a batch", () => {
  it("is left to the batch before, which ended in it", () => {
    expect(toldFrom(everyTenSeconds(noonMs + 35_000, 6))).toBe(noonMs + minuteMs);
  });

  it("is told when the batch before must have ended earlier", () => {
    expect(toldFrom(everyTenSeconds(noonMs + 5_000, 6))).toBe(noonMs);
    expect(toldFrom(everyTenSeconds(noonMs + 10_000, 6))).toBe(noonMs);
  });

  it("is told when samples come further apart than it is long", () => {
    expect(toldFrom([noonMs + 59_500, noonMs + 119_500, noonMs + 179_500])).toBe(noonMs);
  });

  it("is told when one of its samples may have been late", () => {
    expect(toldFrom([noonMs + 12_000, noonMs + 22_000, noonMs + 35_000])).toBe(noonMs);
  });

  it("is told when nothing says how far apart samples come", () => {
    expect(toldFrom([noonMs + 35_000])).toBe(noonMs);
    expect(toldFrom([])).toBe(0);
  });
});

describe("one sample a minute", () => {
  it("is the newest of its minute", () => {
    const told = perMinute(samples(noonMs + 35_000, [1, 2, 3, 4, 5, 6]), "newest");
    expect(told).toEqual([{ atMs: noonMs + 85_000, value: 6 }]);
  });

  it("or the mean over the sixty seconds up to it, those of the minute before among them", () => {
    const told = perMinute(samples(noonMs + 25_000, [100, 1, 2, 3, 4, 5, 6]), "mean");
    expect(told).toEqual([{ atMs: noonMs + 85_000, value: 3.5 }]);
  });

  it("of the first minute stays when there is no later one: a task that lived that long only", () => {
    const told = perMinute(samples(noonMs + 35_000, [7, 8]), "newest");
    expect(told).toEqual([{ atMs: noonMs + 45_000, value: 8 }]);
  });

  it("of every minute of a backlog", () => {
    const told = perMinute(samples(noonMs, [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3]), "mean");
    expect(told.map(({ atMs, value }) => [(atMs - noonMs) / 1000, value])).toEqual([
      [50, 1],
      [110, 2],
      [120, 13 / 6],
    ]);
  });

  interface Life {
    readonly offsetMs: number;
    /** Between two collections, and how much older their samples are. */
    readonly everyMs: number;
    readonly lagMs: number;
    readonly rounds: readonly number[];
  }

  /** How often each minute is told, when the first snapshot goes out alone and others in rounds of these lengths. */
  const toldBy = ({ offsetMs, everyMs, lagMs, rounds }: Life) => {
    const count = Math.floor(rounds.reduce((sum, ms) => sum + ms, 0) / everyMs);
    const times = Array.from({ length: count }, (_, place) => noonMs + offsetMs + place * everyMs);
    const told = new Map<number, number>();
    let startMs = noonMs + offsetMs;
    for (const ms of [1, ...rounds]) {
      const batch = times.filter((atMs) => atMs >= startMs && atMs < startMs + ms);
      startMs += ms;
      const all = batch.map((atMs) => ({ atMs: atMs - lagMs, value: 1 }));
      for (const { atMs } of perMinute(all, "newest")) {
        const minute = Math.floor(atMs / minuteMs);
        told.set(minute, (told.get(minute) ?? 0) + 1);
      }
    }
    return { told, minutes: new Set(times.map((atMs) => Math.floor((atMs - lagMs) / minuteMs))) };
  };

  it("goes out for every minute, wherever the rounds cut, however often is collected and however late samples are", () => {
    const life = fc.record({
      offsetMs: fc.integer({ min: 0, max: 59_999 }),
      everyMs: fc.constantFrom(1000, 10_000, 15_000, 60_000, 90_000),
      lagMs: fc.integer({ min: 0, max: 30_000 }),
      rounds: fc.array(fc.integer({ min: 55_000, max: 300_000 }), { minLength: 2, maxLength: 12 }),
    });
    fc.assert(
      fc.property(life, (one) => {
        const { told, minutes } = toldBy(one);
        expect(new Set(told.keys())).toEqual(minutes);
      }),
      { numRuns: 500 },
    );
  });

  it("goes out once, when rounds come once a minute", () => {
    const rounds = Array.from({ length: 10 }, () => 60_000);
    const { told } = toldBy({ offsetMs: 25_000, everyMs: 10_000, lagMs: 500, rounds });
    expect([...told.values()].slice(1)).toEqual(Array.from({ length: told.size - 1 }, () => 1));
  });
});
