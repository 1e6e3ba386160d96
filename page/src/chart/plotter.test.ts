import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timeSteps } from "./axis.ts";
import { layoutOf } from "./layout.ts";
import { merge } from "./merge.ts";
import type { ChartModel } from "./model.ts";
import { placeOf, type Scale, valueAt } from "./scale.ts";
import { crisp } from "./sheet.ts";
import { ticksOf } from "./ticks.ts";
import { type Pen, stretchesOf, traceBand, traceLine } from "./trace.ts";

const across = (from: number, to: number, pixels: number): Scale => ({ from, to, start: 0, end: pixels });

describe("scales", () => {
  test("figures grow upwards", () => {
    const y = { from: 0, to: 100, start: 154, end: 8 };
    expect([0, 50, 100].map((value) => placeOf(y, value))).toEqual([154, 81, 8]);
    expect(valueAt(y, 81)).toBe(50);
  });

  test("a place leads back to its figure", () => {
    const figure = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    void fc.assert(
      fc.property(
        figure,
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, span, share) => {
          const scale = across(from, from + span, 600);
          const value = from + share * span;
          expect(Math.abs(valueAt(scale, placeOf(scale, value)) - value)).toBeLessThan(1e-6 * (span + Math.abs(from)));
        },
      ),
    );
  });
});

describe("ticks", () => {
  test.each([
    [1.1, { step: 0.5, at: [0, 0.5, 1] }],
    [7, { step: 2, at: [0, 2, 4, 6] }],
    [10, { step: 2.5, at: [0, 2.5, 5, 7.5, 10] }],
    [110, { step: 50, at: [0, 50, 100] }],
    [0.0004, { step: 0.0001, at: [0, 0.0001, 0.0002, 0.0003, 0.0004] }],
  ])("up to %d: 1, 2, 2.5 or 5 times a power of ten", (top, { step, at }) => {
    const ticks = ticksOf(across(0, top, 146), 34);
    expect(ticks.step).toBeCloseTo(step, 10);
    expect(ticks.at).toHaveLength(at.length);
    at.forEach((value, i) => {
      expect(ticks.at[i]).toBeCloseTo(value, 10);
    });
  });

  test("only the steps it is given, the longest when none is long enough", () => {
    expect(ticksOf(across(0, 900_000, 600), 70, timeSteps)).toMatchObject({ step: 120_000 });
    expect(ticksOf(across(0, 900_000, 240), 70, timeSteps)).toMatchObject({ step: 300_000 });
    expect(ticksOf(across(0, 1e9, 10), 70, timeSteps)).toMatchObject({ step: 900_000 });
    expect(ticksOf(across(65_000, 185_000, 140), 70, timeSteps)).toEqual({ step: 60_000, at: [120_000, 180_000] });
  });

  test("are inside the scale, whole multiples of their step, and as far apart as asked for", () => {
    const span = fc.double({ min: 1e-6, max: 1e12, noNaN: true });
    void fc.assert(
      fc.property(span, fc.integer({ min: 40, max: 4000 }), (top, pixels) => {
        const scale = across(0, top, pixels);
        const { step, at } = ticksOf(scale, 34);
        expect((step / top) * pixels).toBeGreaterThanOrEqual(34 * (1 - 1e-9));
        expect((step / top) * pixels).toBeLessThanOrEqual(34 * 2 * (1 + 1e-9));
        expect(at[0]).toBe(0);
        for (const value of at) {
          expect(value).toBeLessThanOrEqual(top * (1 + 1e-9));
          expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-9);
        }
      }),
    );
  });
});

const recorded = (trace: (pen: Pen) => void): string => {
  const path: string[] = [];
  trace({ moveTo: (x, y) => path.push(`M${x},${y}`), lineTo: (x, y) => path.push(`L${x},${y}`) });
  return path.join(" ");
};

describe("paths", () => {
  const x = (at: number): number => at * 10;

  test.each([
    [[], []],
    [[null, null], []],
    [[1, 2], [{ from: 0, to: 2 }]],
    [[0], [{ from: 0, to: 1 }]],
    [
      [null, 1, null, 2, 3],
      [
        { from: 1, to: 2 },
        { from: 3, to: 5 },
      ],
    ],
  ])("%j is known in stretches", (values, stretches) => {
    expect(stretchesOf(values)).toEqual(stretches);
  });

  test("a line goes through its stretch only", () => {
    expect(recorded((pen) => traceLine(pen, { from: 1, to: 3 }, x, (at) => at))).toBe("M10,1 L20,2");
  });

  test("a band goes along one line and back along the other", () => {
    const band = recorded((pen) =>
      traceBand(
        pen,
        { from: 0, to: 2 },
        x,
        (at) => 5 + at,
        (at) => at,
      ),
    );
    expect(band).toBe("M0,5 L10,6 L10,1 L0,0");
  });

  test("a line of one pixel lies on whole device pixels", () => {
    const on = (dot: number, place: number): number => crisp({ dot }, place) * dot;
    expect([on(1, 10.2), on(1, 10.7)]).toEqual([10.5, 11.5]);
    expect([on(2, 10.2), on(2, 10.7)]).toEqual([20, 21]);
  });
});

describe("layout", () => {
  const model: ChartModel = {
    times: [0, 60_000],
    lines: [{ label: "used", values: [1, 3] }],
    stacked: false,
    limit: { value: 10, label: "limit" },
    toLimit: false,
    marks: [],
    fromMs: 0,
    toMs: 60_000,
    unit: "{vcpu}",
  };
  const shown = merge({ times: model.times, values: [[1, 3]] }, 100);

  test("the newest figure is at the right end, zero at the bottom, and the highest has room above", () => {
    const { x, y } = layoutOf(model, shown, 500);
    expect(placeOf(x, 60_000)).toBe(488);
    expect(placeOf(y, 0)).toBe(y.start);
    expect(y.to).toBeCloseTo(3.3);
    expect(layoutOf({ ...model, toLimit: true }, shown, 500).y.to).toBeCloseTo(11);
  });

  test("figures below zero have room, too", () => {
    const below = merge({ times: model.times, values: [[-2, 3]] }, 100);
    const { y } = layoutOf(model, below, 500);
    expect(y.from).toBeCloseTo(-2.2);
    expect(placeOf(y, -2)).toBeLessThan(y.start);
  });

  test("a chart that has no width yet has a layout", () => {
    const { x } = layoutOf(model, shown, 0);
    expect(x.end).toBeGreaterThan(x.start);
  });
});
