import { describe, expect, it } from "vitest";
import type { Attributes, Point } from "../model/point.ts";
import { openSums } from "./sums.ts";

const point = (atMs: number, value: number, more: Partial<Point> = {}): Point => ({
  metric: "container.cpu.time",
  value,
  attributes: {},
  atMs,
  ...more,
});

const minuteMs = 60_000;

/** Sums over collections a second apart. */
const open = () => {
  const sums = openSums();
  let elapsedMs = 0;
  return {
    /** The owner's sum after a collection that has these parts, and these that are listed without a counter. */
    collect: (
      parts: Readonly<Record<string, Point>>,
      { idle = [], laterMs = 1000 }: { readonly idle?: readonly string[]; readonly laterMs?: number } = {},
    ): number | undefined => {
      elapsedMs += laterMs;
      sums.begin(elapsedMs);
      sums.keep("task", [...Object.keys(parts), ...idle]);
      let total: number | undefined;
      for (const [key, part] of Object.entries(parts)) total = sums.add("task", "task.cpu.time", key, part).value;
      return total;
    },
    /** A collection that lists another task instead. */
    elsewhere: (laterMs: number): void => {
      elapsedMs += laterMs;
      sums.begin(elapsedMs);
      sums.keep("other", []);
    },
  };
};

describe("sums of counters", () => {
  it("begins with the parts' whole values and adds their growth", () => {
    const { collect } = open();
    expect(collect({ a: point(0, 10), b: point(1, 5) })).toBe(15);
    expect(collect({ a: point(10, 12), b: point(11, 9) })).toBe(21);
  });

  it("does not go back when a part stops, vanishes, returns or restarts", () => {
    const { collect } = open();
    expect(collect({ a: point(0, 10), b: point(0, 5) })).toBe(15);
    expect(collect({ a: point(10, 11) }, { idle: ["b"] })).toBe(16);
    expect(collect({ a: point(20, 12) })).toBe(17);
    expect(collect({ a: point(30, 13), b: point(30, 8) })).toBe(21);
    expect(collect({ a: point(40, 14), b: point(40, 2, { sinceMs: 35 }) })).toBe(24);
    expect(collect({ a: point(50, 14), b: point(50, 1) })).toBe(24);
  });

  it("brings in a part that comes later with all it has", () => {
    const { collect } = open();
    collect({ a: point(0, 10) });
    expect(collect({ a: point(10, 10), c: point(10, 3) })).toBe(13);
  });

  it("counts a sample once that does not move", () => {
    const { collect } = open();
    collect({ a: point(0, 10) });
    expect(collect({ a: point(0, 10) })).toBe(10);
    expect(collect({ a: point(10, 11) })).toBe(11);
  });

  it("keeps the sums of other attributes apart", () => {
    const sums = openSums();
    const eth = (name: string, value: number): Point => point(0, value, { attributes: { interface: name } });
    sums.begin(0);
    expect(sums.add("task", "task.network.receive", "a", eth("eth0", 1)).value).toBe(1);
    expect(sums.add("task", "task.network.receive", "a", eth("eth1", 20)).value).toBe(20);
    expect(sums.add("task", "task.network.transmit", "a", eth("eth0", 300)).value).toBe(300);
    expect(sums.add("task", "task.network.receive", "b", eth("eth0", 4)).value).toBe(5);
    const other: Attributes = { interface: "eth0" };
    expect(sums.add("second", "task.network.receive", "c", point(0, 7, { attributes: other })).value).toBe(7);
  });

  it("remembers a part that stands still for hours, as long as it is listed", () => {
    const { collect } = open();
    collect({ a: point(0, 10), b: point(0, 5) });
    for (let minute = 0; minute < 120; minute += 1)
      collect({ a: point(minute, 10) }, { idle: ["b"], laterMs: minuteMs });
    expect(collect({ a: point(500, 10), b: point(500, 6) })).toBe(16);
  });

  it("begins anew after the task was gone for long", () => {
    const { collect, elsewhere } = open();
    expect(collect({ a: point(0, 10), b: point(0, 5) })).toBe(15);
    elsewhere(minuteMs);
    expect(collect({ a: point(10, 11) })).toBe(16);
    elsewhere(minuteMs);
    elsewhere(16 * minuteMs);
    elsewhere(minuteMs);
    expect(collect({ a: point(20, 12) })).toBe(12);
  });
});
