import { describe, expect, it } from "vitest";
import type { MetricId } from "../catalogue/catalogue.ts";
import type { Point } from "../model/point.ts";
import type { Recorder } from "../ports/recorder.ts";
import { openDerive } from "./derive.ts";
import { collectionOf, containerOf, inWorld, moment, startMs, taskOf } from "./test/world.ts";

const known = (status: string) => ({ type: "known", status });

/** Derives collection after collection, one every 10 s. */
const open = () => {
  const derive = openDerive();
  let atMs = -10_000;
  return (fill: (recorder: Recorder, nowMs: number) => void) => {
    atMs += 10_000;
    const reception = moment(atMs);
    const { drafts } = collectionOf(reception.nowMs, (recorder) => fill(recorder, reception.nowMs));
    derive(drafts, reception);
    return inWorld(drafts.values());
  };
};

/** One collection is enough. */
const once = (fill: (recorder: Recorder) => void) => open()(fill);

const task = taskOf("one");

const value = (point: Point | undefined): number | undefined => point?.value;

describe("derived rates", () => {
  it("makes a container's CPU in use of its CPU time", () => {
    const collect = open();
    const fill = (seconds: number) => (recorder: Recorder, nowMs: number) =>
      recorder.container(containerOf("web"), task).record("container.cpu.time", seconds, {}, { atMs: nowMs - 300 });
    expect(collect(fill(5)).container("web", "container.cpu.usage")).toBeUndefined();
    expect(collect(fill(10)).container("web", "container.cpu.usage")).toEqual({
      metric: "container.cpu.usage",
      value: 0.5,
      attributes: {},
      atMs: startMs + 9700,
    });
  });

  it("adds up each container's own rate where containers are sampled at different times", () => {
    const collect = open();
    const fill = (a: number, b: number) => (recorder: Recorder, nowMs: number) => {
      recorder.container(containerOf("a"), task).record("container.cpu.time", a, {}, { atMs: nowMs });
      // Sampled 6 s earlier, and this time after 8 s.
      recorder
        .container(containerOf("b"), task)
        .record("container.cpu.time", b, {}, { atMs: nowMs - (b === 0 ? 6000 : 8000) });
    };
    collect(fill(0, 0));
    const world = collect(fill(10, 16));
    expect(value(world.container("a", "container.cpu.usage"))).toBe(1);
    expect(value(world.container("b", "container.cpu.usage"))).toBe(2);
    expect(world.task("one", "task.cpu.usage")).toMatchObject({ value: 3, atMs: startMs + 2000 });
  });
});

describe("a counter's change per second", () => {
  /** Containers with this much read so far, sampled so long before each collection. */
  const fill =
    (containers: Readonly<Record<string, readonly [bytes: number | undefined, ageMs: number]>>) =>
    (recorder: Recorder, nowMs: number): void => {
      for (const [id, [bytes, ageMs]] of Object.entries(containers)) {
        const container = recorder.container(containerOf(id), task);
        container.record("container.status", 1, known("RUNNING"));
        container.record("container.disk.read", bytes, {}, { atMs: nowMs - ageMs });
      }
    };

  it("is carried by every counter, and by nothing else", () => {
    const collect = open();
    collect(fill({ a: [0, 0] }));
    const world = collect(fill({ a: [50, 0] }));
    expect(world.container("a", "container.disk.read")?.perSecond).toBe(5);
    expect(world.task("one", "task.disk.read")?.perSecond).toBe(5);
    expect(world.container("a", "container.status", known("RUNNING"))).not.toHaveProperty("perSecond");
  });

  it("is absent while it cannot be told", () => {
    const collect = open();
    const world = collect(fill({ a: [0, 0] }));
    expect(world.container("a", "container.disk.read")).not.toHaveProperty("perSecond");
    expect(world.task("one", "task.disk.read")).not.toHaveProperty("perSecond");
  });

  it("is for a task the sum of its containers' own, whenever they were sampled", () => {
    const collect = open();
    collect(fill({ a: [0, 0], b: [0, 2000] }));
    const world = collect(fill({ a: [0, 10_000], b: [100, 2000] }));
    expect(world.container("a", "container.disk.read")?.perSecond).toBeUndefined();
    expect(world.task("one", "task.disk.read")).not.toHaveProperty("perSecond");
    const next = collect(fill({ a: [60, 0], b: [300, 2000] }));
    expect(next.container("a", "container.disk.read")?.perSecond).toBe(3);
    expect(next.container("b", "container.disk.read")?.perSecond).toBe(20);
    expect(next.task("one", "task.disk.read")).toMatchObject({ value: 360, perSecond: 23 });
  });

  it("is absent for a task while a container that runs has no counter", () => {
    const collect = open();
    collect(fill({ a: [0, 0], b: [0, 0] }));
    const world = collect(fill({ a: [50, 0], b: [undefined, 0] }));
    expect(world.task("one", "task.disk.read")?.value).toBe(50);
    expect(world.task("one", "task.disk.read")).not.toHaveProperty("perSecond");
  });

  it("is told of a task's own counter (awsvpc)", () => {
    const collect = open();
    const eth = { interface: "eth1" };
    const received = (bytes: number) => (recorder: Recorder, atMs: number) =>
      recorder.task(task).record("task.network.receive", bytes, eth, { atMs });
    collect(received(100));
    expect(collect(received(200)).task("one", "task.network.receive", eth)).toMatchObject({
      value: 200,
      perSecond: 10,
    });
  });
});

describe("derived sums", () => {
  const memory = (recorder: Recorder, id: string, bytes: number | undefined, status?: string, atMs?: number): void => {
    const container = recorder.container(containerOf(id), task);
    if (status !== undefined) container.record("container.status", 1, known(status));
    container.record("container.memory.usage", bytes, {}, { atMs });
  };

  it("adds up a gauge over the containers", () => {
    const world = once((recorder) => {
      memory(recorder, "a", 10, "RUNNING");
      memory(recorder, "b", 5, "RUNNING");
    });
    expect(value(world.task("one", "task.memory.usage"))).toBe(15);
  });

  it("is as old as its oldest part", () => {
    const world = once((recorder) => {
      memory(recorder, "a", 10, "RUNNING", startMs - 100);
      memory(recorder, "b", 5, "RUNNING", startMs - 9000);
    });
    expect(world.task("one", "task.memory.usage")?.atMs).toBe(startMs - 9000);
  });

  it.each(["RUNNING", "PAUSED"])("has no sum of a gauge while a container that is %s has no value", (status) => {
    const world = once((recorder) => {
      memory(recorder, "a", 10, "RUNNING");
      memory(recorder, "b", undefined, status);
    });
    expect(world.task("one", "task.memory.usage")).toBeUndefined();
  });

  it("has no sum of a gauge while nobody knows whether a container without a value runs", () => {
    const world = once((recorder) => {
      memory(recorder, "a", 10, "RUNNING");
      memory(recorder, "b", undefined);
    });
    expect(world.task("one", "task.memory.usage")).toBeUndefined();
  });

  it.each(["STOPPED", "CREATED", "PULLED", "NONE"])("takes a container that is %s for nothing", (status) => {
    const world = once((recorder) => {
      memory(recorder, "a", 10, "RUNNING");
      memory(recorder, "b", undefined, status);
    });
    expect(value(world.task("one", "task.memory.usage"))).toBe(10);
  });

  it("has no sum when no container has a value", () => {
    const world = once((recorder) => memory(recorder, "a", undefined, "STOPPED"));
    expect(world.task("one", "task.memory.usage")).toBeUndefined();
  });

  it("adds up a counter, stamped with its newest part's time", () => {
    const world = once((recorder) => {
      recorder.container(containerOf("a"), task).record("container.disk.read", 10, {}, { atMs: startMs - 5000 });
      recorder.container(containerOf("b"), task).record("container.disk.read", 5, {}, { atMs: startMs - 1000 });
      recorder.container(containerOf("c"), taskOf("two")).record("container.disk.read", 7);
    });
    expect(world.task("one", "task.disk.read")).toMatchObject({ value: 15, atMs: startMs - 1000 });
    expect(value(world.task("two", "task.disk.read"))).toBe(7);
  });

  it("goes on with a counter when a container stops", () => {
    const collect = open();
    const read = (recorder: Recorder, id: string, bytes: number | undefined, atMs: number): void =>
      recorder.container(containerOf(id), task).record("container.disk.read", bytes, {}, { atMs });
    collect((recorder, atMs) => {
      read(recorder, "a", 10, atMs);
      read(recorder, "b", 5, atMs);
    });
    const world = collect((recorder, atMs) => {
      read(recorder, "a", 12, atMs);
      read(recorder, "b", undefined, atMs);
    });
    expect(value(world.task("one", "task.disk.read"))).toBe(17);
  });

  it("stamps a counter's sum with this collection's samples after the clock went back", () => {
    const collect = open();
    const read = (bytes: number, atMs: number) => (recorder: Recorder) =>
      recorder.container(containerOf("a"), task).record("container.disk.read", bytes, {}, { atMs });
    collect(read(10, startMs));
    expect(collect(read(12, startMs - 3_600_000)).task("one", "task.disk.read")).toMatchObject({
      value: 12,
      atMs: startMs - 3_600_000,
    });
  });

  it("keeps a bridge task's counters apart by interface", () => {
    const world = once((recorder) => {
      for (const id of ["a", "b"]) {
        const container = recorder.container(containerOf(id), task);
        container.record("container.network.receive", 10, { interface: "eth0" });
        if (id === "b") container.record("container.network.receive", 3, { interface: "eth1" });
      }
    });
    expect(value(world.task("one", "task.network.receive", { interface: "eth0" }))).toBe(20);
    expect(value(world.task("one", "task.network.receive", { interface: "eth1" }))).toBe(3);
  });
});

describe("what the input told of the task itself (awsvpc)", () => {
  const eth = { interface: "eth1" };

  const received =
    (bytes: number, sinceMs?: number) =>
    (recorder: Recorder, atMs: number): void => {
      recorder.task(task).record("task.network.receive", bytes, eth, { atMs, sinceMs });
      recorder.container(containerOf("a"), task).record("container.cpu.time", 1, {}, { atMs });
    };

  it("stands", () => {
    const collect = open();
    expect(value(collect(received(1000)).task("one", "task.network.receive", eth))).toBe(1000);
    expect(value(collect(received(1500)).task("one", "task.network.receive", eth))).toBe(1500);
  });

  it("is not added to what containers have", () => {
    const world = once((recorder) => {
      received(1000)(recorder, startMs);
      recorder.container(containerOf("b"), task).record("container.network.receive", 70, eth);
    });
    expect(value(world.task("one", "task.network.receive", eth))).toBe(1000);
  });

  it("does not go back when the next container's sample is a little older", () => {
    const collect = open();
    collect(received(781_187_362));
    expect(value(collect(received(781_186_753)).task("one", "task.network.receive", eth))).toBe(781_187_362);
    expect(value(collect(received(781_187_400)).task("one", "task.network.receive", eth))).toBe(781_187_400);
  });

  it("goes on when it began anew", () => {
    const collect = open();
    collect(received(1000));
    expect(value(collect(received(30, startMs + 5000)).task("one", "task.network.receive", eth))).toBe(1030);
  });
});

describe("derived counts", () => {
  it("counts containers by known status, without the helpers that ECS adds", () => {
    const world = once((recorder) => {
      const put = (id: string, status: string, type?: string): void => {
        const container = recorder.container(containerOf(id, type === undefined ? {} : { type }), task);
        container.record("container.status", 1, known(status));
        container.record("container.status", 1, { type: "desired", status: "RUNNING" });
      };
      put("a", "RUNNING", "NORMAL");
      put("b", "RUNNING");
      put("c", "STOPPED", "NORMAL");
      put("pause", "RESOURCES_PROVISIONED", "CNI_PAUSE");
      put("namespace", "RUNNING", "NAMESPACE_PAUSE");
      put("volume", "STOPPED", "EMPTY_HOST_VOLUME");
    });
    const count = (status: string) => value(world.task("one", "task.containers", { status }));
    expect([count("RUNNING"), count("STOPPED"), count("RESOURCES_PROVISIONED")]).toEqual([2, 1, undefined]);
  });

  it("does not count a container of unknown status", () => {
    const world = once((recorder) => {
      recorder.container(containerOf("a"), task).record("container.status", 1, { type: "desired", status: "RUNNING" });
    });
    expect(world.task("one", "task.containers", { status: "RUNNING" })).toBeUndefined();
  });
});

describe("derived ratios", () => {
  const utilization = (limits: Readonly<Partial<Record<MetricId, number>>>): number | undefined => {
    const collect = open();
    const fill = (seconds: number) => (recorder: Recorder, atMs: number) => {
      const web = recorder.container(containerOf("web"), task);
      web.record("container.cpu.time", seconds, {}, { atMs });
      web.record("container.cpu.limit", limits["container.cpu.limit"]);
      web.record("container.cpu.online", limits["container.cpu.online"]);
      recorder.task(task).record("task.cpu.limit", limits["task.cpu.limit"]);
    };
    collect(fill(0));
    return value(collect(fill(5)).container("web", "container.cpu.utilization"));
  };

  it("is of the container's own cap first, then of its task's limit, then of the CPUs there are", () => {
    const all = { "container.cpu.limit": 0.5, "task.cpu.limit": 1, "container.cpu.online": 2 } as const;
    expect(utilization(all)).toBe(1);
    expect(utilization({ "task.cpu.limit": 1, "container.cpu.online": 2 })).toBe(0.5);
    expect(utilization({ "container.cpu.online": 2 })).toBe(0.25);
  });

  it("passes over a denominator of zero", () => {
    expect(utilization({ "container.cpu.limit": 0, "task.cpu.limit": 1 })).toBe(0.5);
  });

  it("is absent without any", () => {
    expect(utilization({ "container.cpu.limit": 0, "task.cpu.limit": 0, "container.cpu.online": 0 })).toBeUndefined();
    expect(utilization({})).toBeUndefined();
  });

  it("is absent without a numerator", () => {
    const world = once((recorder) => recorder.container(containerOf("web"), task).record("container.memory.limit", 10));
    expect(world.container("web", "container.memory.utilization")).toBeUndefined();
  });

  it("is as old as its numerator", () => {
    const world = once((recorder) => {
      const web = recorder.container(containerOf("web"), task);
      web.record("container.memory.working_set", 5, {}, { atMs: startMs - 4000 });
      web.record("container.memory.limit", 10);
    });
    expect(world.container("web", "container.memory.utilization")).toMatchObject({ value: 0.5, atMs: startMs - 4000 });
  });

  it("is made of a task's sums too", () => {
    const world = once((recorder) => {
      for (const id of ["a", "b"]) recorder.container(containerOf(id), task).record("container.memory.working_set", 5);
      recorder.task(task).record("task.memory.limit", 40);
    });
    expect(value(world.task("one", "task.memory.utilization"))).toBe(0.25);
  });

  it("is made for a container that ECS did not start", () => {
    const world = once((recorder) => {
      const alone = recorder.container(containerOf("alone"));
      alone.record("container.memory.working_set", 5);
      alone.record("container.memory.limit", 10);
    });
    expect(value(world.container("alone", "container.memory.utilization"))).toBe(0.5);
  });
});
