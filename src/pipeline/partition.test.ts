import { describe, expect, it } from "vitest";
import type { Recorder } from "../ports/recorder.ts";
import { openPartition } from "./partition.ts";
import { collectionOf, containerOf, inWorld, moment, startMs, taskOf } from "./test/world.ts";

const staleAfterMs = 30_000;
const minuteMs = 60_000;
const task = taskOf("one");

interface Seen {
  readonly status?: string;
  /** Sample, in ms since the start. */
  readonly sampledMs?: number;
  readonly cpu?: number;
  readonly bytes?: number;
}

const record = (recorder: Recorder, id: string, { status = "RUNNING", sampledMs, cpu, bytes }: Seen): void => {
  const container = recorder.container(containerOf(id, { image: "nginx" }), task);
  const time = { atMs: sampledMs === undefined ? undefined : startMs + sampledMs };
  container.record("container.status", 1, { type: "known", status });
  container.record("container.memory.limit", 1000);
  container.record("container.cpu.time", cpu, {}, time);
  container.record("container.memory.usage", bytes, {}, time);
};

/** A partition that takes collections of containers `a` and `b`, and what it tells. */
const open = () => {
  const partition = openPartition(staleAfterMs);
  return {
    partition,
    take: (ms: number, seen: Readonly<Record<string, Seen>>, partial = false): void => {
      const now = moment(ms);
      const fill = (recorder: Recorder): void => {
        for (const [id, what] of Object.entries(seen)) record(recorder, id, what);
      };
      partition.take(collectionOf(now.nowMs, fill), now, partial);
    },
    at: (ms: number) => inWorld(partition.entries(ms)),
  };
};

const full = (sampledMs: number): Seen => ({ sampledMs, cpu: sampledMs / 1000, bytes: 500 });

describe("partition", () => {
  it("has nothing before the first collection", () => {
    const { partition } = open();
    expect(partition.entries(0)).toEqual([]);
    expect(partition.newestSampleMs()).toBeUndefined();
    expect(partition.clockOffMs()).toBeUndefined();
  });

  it("holds the latest collection, enriched and with what follows from it", () => {
    const { take, at, partition } = open();
    take(0, { a: full(0) });
    take(10_000, { a: full(9500) });
    const world = at(10_000);
    expect(world.container("a", "container.cpu.usage")?.value).toBe(1);
    expect(world.container("a", "container.memory.utilization")).toBeUndefined();
    expect(world.container("a", "container.info", { image: "nginx", docker_id: "a" })?.value).toBe(1);
    expect(world.task("one", "task.memory.usage")?.value).toBe(500);
    expect(partition.newestSampleMs()).toBe(startMs + 9500);
  });

  it("lets go of a container that is gone from a good collection", () => {
    const { take, at } = open();
    take(0, { a: full(0), b: full(0) });
    take(10_000, { a: full(10_000) });
    expect(at(10_000).keys()).not.toContain("container/b");
  });

  it("does not let anyone change what it gave", () => {
    const { take, partition } = open();
    take(0, { a: full(0) });
    for (const entry of partition.entries(0)) {
      expect(Object.isFrozen(entry)).toBe(true);
      expect(Object.isFrozen(entry.points)).toBe(true);
    }
  });

  it("leaves alone what it gave when the next collection comes", () => {
    const { take, partition } = open();
    take(0, { a: full(0) });
    const before = partition.entries(0);
    const copy = structuredClone(before);
    take(10_000, { a: full(10_000), b: full(10_000) });
    expect(before).toEqual(copy);
  });
});

describe("staleness", () => {
  it("withdraws samples older than allowed, and keeps what lasts", () => {
    const { take, at } = open();
    take(0, { a: full(-1000) });
    expect(at(29_000).container("a", "container.memory.usage")?.value).toBe(500);
    const later = at(29_001);
    expect(later.container("a", "container.memory.usage")).toBeUndefined();
    expect(later.container("a", "container.cpu.time")).toBeUndefined();
    expect(later.task("one", "task.memory.usage")).toBeUndefined();
    expect(later.container("a", "container.status", { type: "known", status: "RUNNING" })?.value).toBe(1);
    const muchLater = at(60 * minuteMs);
    expect(muchLater.container("a", "container.status", { type: "known", status: "RUNNING" })).toBeUndefined();
    expect(muchLater.container("a", "container.memory.limit")?.value).toBe(1000);
    expect(muchLater.container("a", "container.info", { image: "nginx", docker_id: "a" })?.value).toBe(1);
  });

  it("withdraws a sample that stands still while collections go well, and the sums it is in", () => {
    const { take, at } = open();
    take(0, { a: full(0), b: full(0) });
    for (let ms = 10_000; ms <= 40_000; ms += 10_000) take(ms, { a: full(ms), b: full(0) });
    const world = at(40_000);
    expect(world.container("a", "container.memory.usage")?.value).toBe(500);
    expect(world.container("b", "container.memory.usage")).toBeUndefined();
    expect(world.task("one", "task.memory.usage")).toBeUndefined();
    expect(world.task("one", "task.cpu.time")?.value).toBe(40);
  });

  it("goes on when our clock steps an hour ahead or back", () => {
    for (const stepMs of [60 * minuteMs, -60 * minuteMs]) {
      const partition = openPartition(staleAfterMs);
      partition.take(
        collectionOf(startMs, (recorder) => record(recorder, "a", full(0))),
        moment(0),
        false,
      );
      const stepped = { nowMs: startMs + 10_000 + stepMs, elapsedMs: 10_000 };
      const sample = full(10_000 + stepMs);
      partition.take(
        collectionOf(stepped.nowMs, (recorder) => record(recorder, "a", { ...sample, cpu: 1 })),
        stepped,
        false,
      );
      const memory = (ms: number) => inWorld(partition.entries(ms)).container("a", "container.memory.usage")?.value;
      expect([memory(10_000), memory(40_000), memory(40_001)]).toEqual([500, 500, undefined]);
      expect(inWorld(partition.entries(10_000)).container("a", "container.cpu.usage")).toBeUndefined();
    }
  });
});

describe("a source whose clock is ten minutes off", () => {
  it.each([-10 * minuteMs, 10 * minuteMs])("gives samples of the time of reception, flagged (%i ms)", (offMs) => {
    const { take, at, partition } = open();
    take(0, { a: { sampledMs: offMs, cpu: 1, bytes: 500 } });
    take(10_000, { a: { sampledMs: offMs + 10_000, cpu: 6, bytes: 500 } });
    const world = at(10_000);
    expect(world.container("a", "container.memory.usage")).toMatchObject({ value: 500, atMs: startMs + 10_000 });
    expect(world.container("a", "container.cpu.usage")).toMatchObject({ value: 0.5, atMs: startMs + 10_000 });
    expect(partition.clockOffMs()).toBe(10 * minuteMs);
    expect(partition.newestSampleMs()).toBe(startMs + 10_000);
  });

  it("is stale after three intervals like any other when its samples stand still", () => {
    const { take, at } = open();
    const stalled = { a: { sampledMs: -10 * minuteMs, cpu: 1, bytes: 500 } };
    for (let ms = 0; ms <= 30_000; ms += 10_000) take(ms, stalled);
    expect(at(30_000).container("a", "container.memory.usage")?.value).toBe(500);
    take(40_000, stalled);
    expect(at(40_000).container("a", "container.memory.usage")).toBeUndefined();
  });

  it("is not flagged any more when the clock is right", () => {
    const { take, partition } = open();
    take(0, { a: full(-10 * minuteMs) });
    take(10_000, { a: full(10_000) });
    expect(partition.clockOffMs()).toBeUndefined();
  });
});

describe("a partial collection", () => {
  const listed: Seen = {};

  it("carries over the samples it lacks, until they are stale", () => {
    const { take, at } = open();
    take(0, { a: full(0), b: full(0) });
    take(10_000, { a: full(10_000), b: listed }, true);
    expect(at(10_000).container("a", "container.memory.usage")?.atMs).toBe(startMs + 10_000);
    expect(at(10_000).container("b", "container.memory.usage")).toMatchObject({ value: 500, atMs: startMs });
    expect(at(10_000).task("one", "task.memory.usage")).toMatchObject({ value: 1000, atMs: startMs });
    take(20_000, { a: listed, b: listed }, true);
    take(30_000, { a: listed, b: listed }, true);
    expect(at(30_000).container("b", "container.memory.usage")?.value).toBe(500);
    take(40_000, { a: listed, b: listed }, true);
    expect(at(40_000).container("b", "container.memory.usage")).toBeUndefined();
    expect(at(40_000).container("a", "container.memory.usage")?.value).toBe(500);
    expect(at(40_000).container("b", "container.memory.limit")?.value).toBe(1000);
  });

  it("tells the rate of a carried sample again, and a right one afterwards", () => {
    const { take, at } = open();
    take(0, { a: full(0) });
    take(10_000, { a: full(10_000) });
    take(20_000, { a: listed }, true);
    expect(at(20_000).container("a", "container.cpu.usage")).toMatchObject({ value: 1, atMs: startMs + 10_000 });
    take(30_000, { a: { sampledMs: 30_000, cpu: 20, bytes: 500 } });
    expect(at(30_000).container("a", "container.cpu.usage")?.value).toBe(0.5);
    expect(at(30_000).task("one", "task.cpu.time")?.value).toBe(20);
  });

  it("carries nothing over for a container that stopped", () => {
    const { take, at } = open();
    take(0, { a: full(0), b: full(0) });
    take(10_000, { a: listed, b: { status: "STOPPED" } }, true);
    expect(at(10_000).container("b", "container.memory.usage")).toBeUndefined();
    expect(at(10_000).task("one", "task.memory.usage")?.value).toBe(500);
  });

  it("does not bring back a container that it does not list", () => {
    const { take, at } = open();
    take(0, { a: full(0), b: full(0) });
    take(10_000, { a: listed }, true);
    expect(at(10_000).keys()).not.toContain("container/b");
  });

  it("does not bring back words of a state", () => {
    const { take, at } = open();
    take(0, { a: full(0) });
    take(10_000, { a: { status: "RESTARTING" } }, true);
    expect(at(10_000).container("a", "container.status", { type: "known", status: "RUNNING" })).toBeUndefined();
    expect(at(10_000).container("a", "container.status", { type: "known", status: "RESTARTING" })?.value).toBe(1);
  });

  it("carries over what was told of the task itself (awsvpc network)", () => {
    const { partition, at } = open();
    const eth = { interface: "eth1" };
    const take = (ms: number, bytes: number | undefined, partial: boolean): void => {
      const fill = (recorder: Recorder): void =>
        recorder.task(task).record("task.network.receive", bytes, eth, { atMs: startMs + ms });
      partition.take(collectionOf(startMs + ms, fill), moment(ms), partial);
    };
    take(0, 100, false);
    take(10_000, undefined, true);
    expect(at(10_000).task("one", "task.network.receive", eth)).toMatchObject({ value: 100, atMs: startMs });
    take(20_000, 130, false);
    expect(at(20_000).task("one", "task.network.receive", eth)?.value).toBe(130);
  });

  it("still flags a wrong clock, and knows how old its newest sample is", () => {
    const { take, partition } = open();
    const offMs = -10 * minuteMs;
    take(0, { a: full(offMs), b: full(offMs) });
    take(10_000, { a: { sampledMs: offMs + 10_000, cpu: 1, bytes: 1 }, b: listed }, true);
    expect(partition.clockOffMs()).toBe(10 * minuteMs);
    take(20_000, { a: listed, b: listed }, true);
    expect(partition.newestSampleMs()).toBe(startMs + 10_000);
  });
});
