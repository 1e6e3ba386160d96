import { describe, expect, it } from "vitest";
import type { Point } from "../model/point.ts";
import { firstReading, nextReading, type Step } from "./counter-reading.ts";

const point = (atMs: number, value: number, sinceMs?: number): Point => ({
  metric: "container.cpu.time",
  value,
  attributes: {},
  atMs,
  ...(sinceMs === undefined ? {} : { sinceMs }),
});

/** The steps from the first point through the others. */
const steps = ([first, ...rest]: readonly [Point, ...Point[]]): readonly Step[] => {
  let reading = firstReading(first);
  return rest.map((next) => {
    const step = nextReading(reading, next);
    reading = step.reading;
    return step;
  });
};

const growths = (...points: readonly [Point, ...Point[]]) =>
  steps(points).map(({ grown, certain }) => [grown, certain]);

describe("counter reading", () => {
  it("grows by the difference", () => {
    expect(growths(point(10, 100), point(20, 130), point(30, 130))).toEqual([
      [30, true],
      [0, true],
    ]);
  });

  it("takes a sample that did not move for no sample, whatever it says", () => {
    expect(growths(point(10, 100), point(10, 90), point(10, 120), point(20, 130))).toEqual([
      [0, true],
      [0, true],
      [30, true],
    ]);
  });

  it("takes all of a value for growth after a restart that is known", () => {
    expect(growths(point(10, 100, 0), point(20, 7, 15), point(30, 9, 15))).toEqual([
      [7, true],
      [2, true],
    ]);
  });

  it("knows a restart that the container's facts told before its statistics did", () => {
    expect(growths(point(10, 100, 0), point(10, 100, 15), point(20, 7, 15))).toEqual([
      [0, true],
      [7, true],
    ]);
  });

  it("knows a restart when the first sample was older than the start told beside it", () => {
    expect(growths(point(10, 100, 15), point(20, 7, 15))).toEqual([[7, true]]);
  });

  it("goes on counting where the source adds up over restarts (the ECS agent does)", () => {
    expect(growths(point(10, 100, 0), point(20, 112, 15))).toEqual([[12, true]]);
  });

  it.each([
    ["without a start", undefined],
    ["with a start that did not move", 0],
    ["with a start older than the last sample", 9],
    ["with a start later than the sample itself", 21],
  ])("does not guess at a decrease %s", (_, sinceMs) => {
    expect(growths(point(10, 100, 0), point(20, 7, sinceMs))).toEqual([[0, false]]);
  });

  it("counts on from an unexplained decrease", () => {
    expect(growths(point(10, 100), point(20, 7), point(30, 9), point(40, 200))).toEqual([
      [0, false],
      [2, true],
      [191, true],
    ]);
  });

  it("takes one low sample between two that fit for a slip", () => {
    expect(growths(point(10, 100), point(20, 7), point(30, 103), point(40, 104))).toEqual([
      [0, false],
      [3, false],
      [1, true],
    ]);
  });

  it("takes two low samples between two that fit for one slip, when they fall", () => {
    expect(growths(point(10, 100), point(20, 7), point(30, 0), point(40, 103))).toEqual([
      [0, false],
      [0, false],
      [3, false],
    ]);
  });
});
