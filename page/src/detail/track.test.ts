import { expect, test } from "vitest";
import type { History, SeriesId } from "../../../src/web/api/contract.ts";
import { addPoints, emptyTrack, figuresOf, keptMs, withHistory } from "./track.ts";

const cpu: SeriesId = { metric: "task.cpu.usage", attributes: {}, perSecond: false };
const eth = (name: string): SeriesId => ({
  metric: "task.network.receive",
  attributes: { interface: name },
  perSecond: true,
});

const history: History = {
  key: "k",
  stepMs: 10_000,
  times: [1000, 11_000],
  series: [cpu],
  values: [[0.5, 0.6]],
  happenings: [],
};

test("points follow history; those it has already are dropped", () => {
  const live = emptyTrack();
  addPoints(live, { atMs: 11_000, series: [cpu], values: [0.9] });
  addPoints(live, { atMs: 12_000, series: [cpu], values: [0.7] });
  const track = withHistory(live, history);
  expect(track.times).toEqual([1000, 11_000, 12_000]);
  expect(figuresOf(track, "task.cpu.usage")).toEqual([0.5, 0.6, 0.7]);
});

test("the same time again is no new point", () => {
  const track = withHistory(emptyTrack(), history);
  addPoints(track, { atMs: 11_000, series: [cpu], values: [7] });
  expect(figuresOf(track, "task.cpu.usage")).toEqual([0.5, 0.6]);
});

test("what comes right after a point is of its moment, and counts; however many come, time goes on", () => {
  const track = emptyTrack();
  for (const [atMs, value] of [
    [1000, 1],
    [1034, 2],
    [1400, 3],
    [1800, 4],
    [2000, 5],
    [2400, 6],
  ] as const) {
    addPoints(track, { atMs, series: [cpu], values: [value] });
  }
  expect(track.times).toEqual([1000, 1800, 2400]);
  expect(figuresOf(track, "task.cpu.usage")).toEqual([3, 5, 6]);
});

test("a series that comes later or goes away is not known for the rest", () => {
  const track = withHistory(emptyTrack(), history);
  addPoints(track, { atMs: 12_000, series: [eth("eth0")], values: [3] });
  expect(figuresOf(track, "task.cpu.usage")).toEqual([0.5, 0.6, null]);
  expect(figuresOf(track, "task.network.receive")).toEqual([null, null, 3]);
});

test("interfaces are summed; one that is not known adds nothing", () => {
  const track = emptyTrack();
  addPoints(track, { atMs: 1000, series: [eth("eth0"), eth("eth1")], values: [3, 4] });
  addPoints(track, { atMs: 2000, series: [eth("eth0"), eth("eth1")], values: [3, null] });
  addPoints(track, { atMs: 3000, series: [eth("eth0"), eth("eth1")], values: [null, null] });
  expect(figuresOf(track, "task.network.receive")).toEqual([7, 3, null]);
  expect(figuresOf(track, "task.disk.read")).toBeUndefined();
});

test("fifteen minutes are kept", () => {
  const track = emptyTrack();
  for (let second = 0; second <= 2000; second += 1) {
    addPoints(track, { atMs: second * 1000, series: [cpu], values: [second] });
  }
  expect(track.times.length).toBe(keptMs / 1000 + 1);
  expect(figuresOf(track, "task.cpu.usage")?.at(0)).toBe(1100);
  expect(figuresOf(track, "task.cpu.usage")?.at(-1)).toBe(2000);
});
