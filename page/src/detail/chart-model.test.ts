import { expect, test } from "vitest";
import type { ChartEntry } from "./chart-list.ts";
import { drawChart, drawMembers, type Frame } from "./chart-model.ts";
import { addPoints, emptyTrack, type Track } from "./track.ts";

const frame: Frame = { spanMs: 900_000, toLimit: true, paceMs: 1000, marks: [] };
const entry: ChartEntry = {
  name: "cpu",
  unit: "{vcpu}",
  perSecond: false,
  lines: [{ metric: "task.cpu.usage", name: "used" }],
};

const trackOf = (metric: string, ...values: (number | null)[]): Track => {
  const track = emptyTrack();
  values.forEach((value, second) => {
    addPoints(track, {
      atMs: second * 1000,
      series: [{ metric, attributes: {}, perSecond: false }],
      values: [value],
    });
  });
  return track;
};

test("a chart without a figure is none", () => {
  expect(drawChart(entry, emptyTrack(), String, undefined, frame)).toBeUndefined();
  expect(drawChart(entry, trackOf("task.cpu.usage", null, null), String, undefined, frame)).toBeUndefined();
});

test("what is not known is a gap, and a minute is shown at the least", () => {
  const drawn = drawChart(entry, trackOf("task.cpu.usage", 1, null, 3), String, undefined, frame);
  expect(drawn?.model.lines).toEqual([{ label: "used", values: [1, null, 3] }]);
  expect([drawn?.model.fromMs, drawn?.model.toMs]).toEqual([-58_000, 2000]);
});

test("only the span asked for is shown", () => {
  const drawn = drawChart(entry, trackOf("task.cpu.usage", ...Array(200).fill(1)), String, undefined, {
    ...frame,
    spanMs: 60_000,
  });
  expect(drawn?.model.times.at(0)).toBe(139_000);
  expect(drawn?.model.times.length).toBe(61);
});

const members = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `c${i}`, track: trackOf("container.cpu.usage", i, i) }));

test("a stack is drawn of sums, and keeps each container's own figures", () => {
  const drawn = drawMembers("container.cpu.usage", "{vcpu}", members(3), String, undefined, frame, true);
  expect(drawn?.model.lines.map(({ values }) => values[0])).toEqual([0, 1, 3]);
  expect(drawn?.own.map(({ values }) => values[0])).toEqual([0, 1, 2]);
});

test("beyond eight containers those with the least are one", () => {
  const drawn = drawMembers(
    "container.cpu.usage",
    "{vcpu}",
    members(10),
    (n) => `${n} others`,
    undefined,
    frame,
    false,
  );
  expect(drawn?.own.map(({ label }) => label)).toEqual(["c9", "c8", "c7", "c6", "c5", "c4", "c3", "3 others"]);
  expect(drawn?.own.at(-1)?.values).toEqual([3, 3]);
});
