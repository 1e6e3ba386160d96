import { describe, expect, it } from "vitest";
import type { Point } from "../model/point.ts";
import { openRates } from "./rates.ts";
import type { Reception } from "./reception.ts";
import { moment, startMs } from "./test/world.ts";

type More = Partial<Pick<Point, "sinceMs" | "prior" | "attributes">>;

const point = (ms: number, value: number, more: More = {}): Point => ({
  metric: "container.cpu.time",
  value,
  attributes: {},
  atMs: startMs + ms,
  ...more,
});

const hourMs = 3_600_000;

/** Our clock has been stepped. */
const stepped = (ms: number, stepMs: number): Reception => ({ nowMs: moment(ms).nowMs + stepMs, elapsedMs: ms });

/** One counter, collected at these moments. */
const perSecond = (...samples: readonly (readonly [Reception, Point])[]): readonly (number | undefined)[] => {
  const rates = openRates();
  return samples.map(([reception, sample]) => {
    rates.begin(reception);
    return rates.of("container/web", sample)?.perSecond;
  });
};

describe("rates", () => {
  it("has none for a first sample", () => {
    expect(perSecond([moment(0), point(0, 5)])).toEqual([undefined]);
  });

  it("takes a first rate from the source's own previous sample", () => {
    const prior = { value: 4, atMs: startMs - 2000 };
    expect(perSecond([moment(0), point(0, 5, { prior })])).toEqual([0.5]);
  });

  it.each([
    ["later than the sample", { value: 4, atMs: startMs + 1 }],
    ["as old as the sample", { value: 4, atMs: startMs }],
    ["greater than the sample", { value: 6, atMs: startMs - 1000 }],
  ])("takes no first rate from a previous sample %s", (_, prior) => {
    expect(perSecond([moment(0), point(0, 5, { prior })])).toEqual([undefined]);
  });

  it("believes its own last sample rather than the source's", () => {
    const prior = { value: 0, atMs: startMs + 9000 };
    expect(perSecond([moment(0), point(0, 5)], [moment(10_000), point(10_000, 8, { prior })])).toEqual([
      undefined,
      0.3,
    ]);
  });

  it("goes by the samples' own times, not by ours", () => {
    expect(perSecond([moment(900), point(0, 5)], [moment(10_100), point(10_000, 8)])).toEqual([undefined, 0.3]);
  });

  it("tells the same rate again while the sample does not move, and none that is zero", () => {
    const samples = [
      [moment(0), point(0, 5)],
      [moment(5000), point(0, 5)],
      [moment(10_000), point(10_000, 8)],
      [moment(15_000), point(10_000, 8)],
      [moment(20_000), point(20_000, 8)],
    ] as const;
    expect(perSecond(...samples)).toEqual([undefined, undefined, 0.3, 0.3, 0]);
  });

  it("stamps a rate with its sample's time", () => {
    const rates = openRates();
    rates.begin(moment(0));
    rates.of("container/web", point(0, 5));
    rates.begin(moment(10_000));
    rates.of("container/web", point(9500, 8));
    rates.begin(moment(20_000));
    expect(rates.of("container/web", point(9500, 8))?.atMs).toBe(startMs + 9500);
  });

  it("keeps counters of other attributes and resources apart", () => {
    const rates = openRates();
    const user = (ms: number, value: number): Point => point(ms, value, { attributes: { mode: "user" } });
    rates.begin(moment(0));
    rates.of("container/a", point(0, 0));
    rates.of("container/a", user(0, 100));
    rates.of("container/b", point(-4000, 0));
    rates.begin(moment(10_000));
    expect(rates.of("container/a", point(10_000, 10))?.perSecond).toBe(1);
    expect(rates.of("container/a", user(10_000, 120))?.perSecond).toBe(2);
    expect(rates.of("container/b", point(6000, 30))?.perSecond).toBe(3);
  });

  it("tells the rate over a restart that is known", () => {
    const samples = [
      [moment(0), point(0, 100, { sinceMs: startMs - hourMs })],
      [moment(10_000), point(10_000, 4, { sinceMs: startMs + 5000 })],
    ] as const;
    expect(perSecond(...samples)).toEqual([undefined, 0.4]);
  });

  it("tells none over an unexplained decrease, and goes on from there", () => {
    const samples = [
      [moment(0), point(0, 100)],
      [moment(10_000), point(10_000, 4)],
      [moment(20_000), point(20_000, 5)],
    ] as const;
    expect(perSecond(...samples)).toEqual([undefined, undefined, 0.1]);
  });

  it("has no spike after one low sample", () => {
    const samples = [
      [moment(0), point(0, 100)],
      [moment(10_000), point(10_000, 0)],
      [moment(20_000), point(20_000, 102)],
      [moment(30_000), point(30_000, 103)],
    ] as const;
    expect(perSecond(...samples)).toEqual([undefined, undefined, undefined, 0.1]);
  });

  it("tells the mean over a gap in which nothing was collected", () => {
    expect(perSecond([moment(0), point(0, 0)], [moment(hourMs), point(hourMs, 360)])).toEqual([undefined, 0.1]);
  });
});

describe("rates when clocks step", () => {
  it.each([hourMs, -hourMs, 30_000, -7000])("tells none across a step of both clocks by %i ms", (stepMs) => {
    const samples = [
      [moment(0), point(0, 0)],
      [moment(10_000), point(10_000, 1)],
      [stepped(20_000, stepMs), point(20_000 + stepMs, 2)],
      [stepped(30_000, stepMs), point(30_000 + stepMs, 3)],
      [stepped(40_000, stepMs), point(40_000 + stepMs, 4)],
    ] as const;
    expect(perSecond(...samples)).toEqual([undefined, 0.1, undefined, undefined, 0.1]);
  });

  it("tells none when the sample that came with the step was from before it", () => {
    const samples = [
      [moment(0), point(0, 0)],
      [stepped(10_000, 5000), point(9000, 1)],
      [stepped(20_000, 5000), point(25_000, 2)],
      [stepped(30_000, 5000), point(35_000, 3)],
    ] as const;
    expect(perSecond(...samples)).toEqual([undefined, undefined, undefined, 0.1]);
  });

  it.each([hourMs, -hourMs, 120_000, -120_000])("tells none across a step of the source's clock by %i ms", (stepMs) => {
    const samples = [
      [moment(0), point(0, 0)],
      [moment(10_000), point(10_000, 1)],
      [moment(20_000), point(20_000 + stepMs, 2)],
      [moment(30_000), point(30_000 + stepMs, 3)],
    ] as const;
    expect(perSecond(...samples)).toEqual([undefined, 0.1, undefined, 0.1]);
  });

  it("is not put off by a source's clock that is always wrong", () => {
    const samples = [
      [moment(0), point(-600_000, 0)],
      [moment(10_000), point(-590_000, 1)],
    ] as const;
    expect(perSecond(...samples)).toEqual([undefined, 0.1]);
  });

  it("is not put off by samples of different age", () => {
    const samples = [
      [moment(0), point(-20_000, 0)],
      [moment(10_000), point(9000, 29)],
    ] as const;
    expect(perSecond(...samples)).toEqual([undefined, 1]);
  });
});
