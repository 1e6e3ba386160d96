import { describe, expect, it } from "vitest";
import type { Reception } from "./reception.ts";
import { openSampleClock, sampleTimesIn } from "./sample-clock.ts";
import { collectionOf, containerOf, moment, startMs } from "./test/world.ts";

const minuteMs = 60_000;

/** Settles a container with a sample of this time, a limit of the collection's and a document of its own time. */
const open = () => {
  const clock = openSampleClock();
  return (now: Reception, sampleMs: number, otherSampleMs = sampleMs) => {
    const { drafts } = collectionOf(now.nowMs, (recorder) => {
      const web = recorder.container(containerOf("web"));
      web.record("container.cpu.time", 1, {}, { atMs: sampleMs });
      web.record("container.memory.usage", 1, {}, { atMs: sampleMs });
      web.record("container.disk.read", 1, {}, { atMs: otherSampleMs });
      web.record("container.memory.limit", 1);
      web.record("container.health.status", 1, { status: "HEALTHY" }, { atMs: now.nowMs - 500 });
    });
    const times = sampleTimesIn(drafts);
    const draft = drafts.get("container/web") ?? { resource: { scope: "self", key: "self" }, points: [] };
    const settled = clock.settle(draft, (atMs) => times.has(atMs), now);
    return { ...settled, timesMs: draft.points.map(({ atMs }) => atMs - startMs) };
  };
};

const forever = Number.NEGATIVE_INFINITY;

describe("sample clock", () => {
  it("believes a clock that is near ours", () => {
    const settle = open();
    expect(settle(moment(10_000), startMs + 9000)).toEqual({
      agesMs: [1000, 1000, 1000, forever, 500],
      newestMs: startMs + 9000,
      offMs: undefined,
      timesMs: [9000, 9000, 9000, 10_000, 9500],
    });
  });

  it.each([10 * minuteMs, -10 * minuteMs])("takes the time of reception when the source is %i ms off", (offMs) => {
    const settle = open();
    expect(settle(moment(10_000), startMs + 9000 + offMs)).toMatchObject({
      agesMs: [0, 0, 0, forever, 500],
      newestMs: startMs + 10_000,
      offMs: Math.abs(1000 - offMs),
      timesMs: [10_000, 10_000, 10_000, 10_000, 9500],
    });
  });

  it("keeps the distance between samples of a resource", () => {
    const settle = open();
    const { agesMs, timesMs } = settle(moment(10_000), startMs - 10 * minuteMs, startMs - 10 * minuteMs - 4000);
    expect(agesMs.slice(0, 3)).toEqual([0, 0, 4000]);
    expect(timesMs.slice(0, 3)).toEqual([10_000, 10_000, 6000]);
  });

  it("ages a sample that does not move from when it came", () => {
    const settle = open();
    settle(moment(0), startMs - 10 * minuteMs);
    const stalled = settle(moment(40_000), startMs - 10 * minuteMs);
    expect(stalled.agesMs[0]).toBe(40_000);
    expect(stalled.newestMs).toBe(startMs);
    expect(stalled.timesMs[0]).toBe(0);
    const moved = settle(moment(50_000), startMs - 9 * minuteMs);
    expect(moved.agesMs[0]).toBe(0);
  });

  it("does not take a stalled sample of a right clock for a wrong clock", () => {
    const settle = open();
    settle(moment(0), startMs - 1000);
    expect(settle(moment(20 * minuteMs), startMs - 1000)).toMatchObject({
      agesMs: [1000 + 20 * minuteMs, 1000 + 20 * minuteMs, 1000 + 20 * minuteMs, forever, 500],
      offMs: undefined,
    });
  });

  it("ages a stalled sample while our own clock steps back", () => {
    const settle = open();
    settle(moment(0), startMs);
    const hourBack = { nowMs: moment(40_000).nowMs - 60 * minuteMs, elapsedMs: 40_000 };
    expect(settle(hourBack, startMs).agesMs[0]).toBe(40_000);
  });

  it("has no samples where nothing counts on", () => {
    const now = moment(0);
    const { drafts } = collectionOf(now.nowMs, (recorder) => {
      const web = recorder.container(containerOf("web"));
      web.record("container.restarts", 1, {}, { atMs: startMs - 60 * minuteMs });
      web.record("container.health.status", 1, { status: "HEALTHY" }, { atMs: startMs - 60 * minuteMs });
    });
    const [draft] = [...drafts.values()];
    expect(sampleTimesIn(drafts).size).toBe(0);
    expect(draft && openSampleClock().settle(draft, () => false, now)).toEqual({
      agesMs: [forever, 60 * minuteMs],
      newestMs: undefined,
      offMs: undefined,
    });
  });
});
