import { describe, expect, it } from "vitest";
import { metricIds } from "../../catalogue/catalogue.ts";
import { isDrawn } from "../../catalogue/drawn.ts";
import type { Point } from "../../model/point.ts";
import { containerResource } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import { containerOf, startMs } from "../test/world.ts";
import { openRing } from "./ring.ts";

const minutes15 = 15 * 60_000;
const megabyte = 1024 * 1024;

const entryOf = (id: string, points: readonly Omit<Point, "atMs" | "attributes">[]): Entry => ({
  resource: containerResource(containerOf(id)),
  points: points.map((point) => ({ attributes: {}, atMs: 0, ...point })),
});

const using = (id: string, bytes: number): Entry => entryOf(id, [{ metric: "container.memory.usage", value: bytes }]);

const open = ({ stepMs = 10_000, bytesAtMost = 16 * megabyte } = {}) =>
  openRing({ stepMs, keepMs: minutes15, bytesAtMost });

describe("the ring", () => {
  it("remembers the last 15 minutes and nothing older", () => {
    const ring = open();
    for (let tick = 0; tick < 200; tick += 1) ring.put([using("web", tick)], startMs + tick * 10_000);
    const { times = [], values = [], series } = ring.of("container/web") ?? {};
    expect(times).toHaveLength(90);
    expect(times.at(-1)).toBe(startMs + 1_990_000);
    expect(values[0]).toEqual(Array.from({ length: 90 }, (_, place) => 110 + place));
    expect(series).toEqual([{ metric: "container.memory.usage", attributes: {}, perSecond: false }]);
  });

  it("goes on when several sources put their figures at times of their own, less than half a step apart", () => {
    const ring = open();
    for (let tick = 0; tick < 100; tick += 1) {
      for (const phaseMs of [0, 4000, 8000]) ring.put([using("web", tick)], startMs + tick * 10_000 + phaseMs);
    }
    const { times = [], values = [] } = ring.of("container/web") ?? {};
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(400_000);
    expect(values[0]?.at(-1)).toBe(99);
  });

  it("has the changes per second of counters, and no words and points in time", () => {
    const ring = open();
    const points = [
      { metric: "container.cpu.time", value: 5, perSecond: 0.5 },
      { metric: "container.started_timestamp", value: 1 },
      { metric: "container.status", value: 1 },
      { metric: "container.disk.read", value: 7 },
    ];
    ring.put([entryOf("web", points)], startMs);
    expect(ring.of("container/web")).toEqual({
      times: [startMs],
      series: [
        { metric: "container.cpu.time", attributes: {}, perSecond: true },
        { metric: "container.disk.read", attributes: {}, perSecond: true },
      ],
      values: [[0.5], [Number.NaN]],
    });
  });

  it("knows what is not known: a gap, a series that came later", () => {
    const ring = open();
    ring.put([using("web", 1)], startMs);
    ring.put([], startMs + 10_000);
    const later = Array.from({ length: 20 }, (_, place) => ({
      metric: metricIds.filter(isDrawn)[place] ?? "",
      value: place,
    }));
    ring.put([entryOf("web", [{ metric: "container.memory.usage", value: 3 }, ...later])], startMs + 20_000);
    const { times, values = [], series = [] } = ring.of("container/web") ?? {};
    expect(times).toEqual([startMs, startMs + 20_000]);
    expect(values[0]).toEqual([1, 3]);
    expect(series).toHaveLength(21);
    expect(values[20]?.[0]).toBe(Number.NaN);
    expect(ring.of("container/nobody")).toBeUndefined();
  });

  it("takes two collections of one moment as one", () => {
    const ring = open();
    ring.put([using("web", 1)], startMs);
    ring.put([using("web", 2)], startMs + 300);
    expect(ring.of("container/web")).toMatchObject({ times: [startMs + 300], values: [[2]] });
  });

  it("forgets what is gone when its time is over", () => {
    const ring = open();
    ring.put([using("old", 1)], startMs);
    for (let tick = 1; tick <= 90; tick += 1) ring.put([using("web", tick)], startMs + tick * 10_000);
    expect(ring.of("container/old")).toBeUndefined();
  });

  it("keeps less time when there are too many series, says so, and keeps more again when they are gone", () => {
    const ring = open({ bytesAtMost: 100_000 });
    const many = Array.from({ length: 100 }, (_, place) => using(`c${place}`, place));
    for (let tick = 0; tick < 100; tick += 1) {
      ring.put(many, startMs + tick * 10_000);
      expect(ring.extent().bytes).toBeLessThanOrEqual(100_000);
    }
    const { keptMs } = ring.extent();
    expect(keptMs).toBeLessThan(minutes15);
    expect(keptMs).toBeGreaterThanOrEqual(80_000);
    expect(ring.of("container/c99")?.values[0]?.at(-1)).toBe(99);
    expect(ring.of("container/c99")?.times).toHaveLength(keptMs / 10_000);
    for (let tick = 100; tick < 300; tick += 1) ring.put([using("c0", tick)], startMs + tick * 10_000);
    expect(ring.extent().keptMs).toBe(minutes15);
    expect(ring.of("container/c0")?.times).toHaveLength(90);
  });

  it("stays within its bytes however many there are", () => {
    const ring = open({ bytesAtMost: 100_000 });
    for (let tick = 0; tick < 5; tick += 1) {
      ring.put(
        Array.from({ length: 2000 }, (_, place) => using(`c${place}`, place)),
        startMs + tick * 10_000,
      );
      expect(ring.extent().bytes).toBeLessThan(110_000);
    }
  });

  it.each([10, 1000])("of %i containers with every line there is takes what it says", (containers) => {
    const points = metricIds
      .filter((id) => id.startsWith("container.") && isDrawn(id))
      .map((metric) => ({ metric, value: 1, perSecond: 1 }));
    const ring = open();
    const entries = Array.from({ length: containers }, (_, place) => entryOf(`c${place}`, points));
    for (let tick = 0; tick < 100; tick += 1) ring.put(entries, startMs + tick * 10_000);
    const { bytes, keptMs } = ring.extent();
    const message = `${containers} containers x ${points.length} series: ${bytes} bytes for ${keptMs / 1000} s`;
    expect(bytes, message).toBeLessThan(containers === 10 ? 300_000 : 16 * megabyte);
    expect(keptMs, message).toBeGreaterThanOrEqual(containers === 10 ? minutes15 : minutes15 / 2);
  });
});
