import { describe, expect, it } from "vitest";
import { openEras } from "./reception.ts";
import { moment } from "./test/world.ts";

const hourMs = 3_600_000;

const stepped = (ms: number, stepMs: number) => ({ nowMs: moment(ms).nowMs + stepMs, elapsedMs: ms });

describe("eras", () => {
  it("is one era while the clock goes on", () => {
    const eras = openEras();
    expect([0, 10_000, 20_000, hourMs].map((ms) => eras.at(moment(ms)))).toEqual([0, 0, 0, 0]);
  });

  it("takes slewing for no step", () => {
    const eras = openEras();
    eras.at(moment(0));
    expect(eras.at(stepped(10_000, 5))).toBe(0);
    expect(eras.at(stepped(10_000 + hourMs, 5 + 1800))).toBe(0);
  });

  it.each([hourMs, -hourMs, 2000, -2000])("begins a new era after a step of %i ms, undecided at first", (stepMs) => {
    const eras = openEras();
    eras.at(moment(0));
    expect(eras.at(stepped(10_000, stepMs))).toBeUndefined();
    expect(eras.at(stepped(20_000, stepMs))).toBe(1);
    expect(eras.at(stepped(30_000, stepMs))).toBe(1);
  });
});
