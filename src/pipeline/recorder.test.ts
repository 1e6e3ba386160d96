import { describe, expect, it } from "vitest";
import { openRecorder } from "./recorder.ts";
import { collectionOf, containerOf, startMs, taskOf } from "./test/world.ts";

const cpu = "container.cpu.time";

describe("recorder", () => {
  it.each([
    ["NaN", Number.NaN, "not a finite number"],
    ["infinity", Number.POSITIVE_INFINITY, "not a finite number"],
    ["minus infinity", Number.NEGATIVE_INFINITY, "not a finite number"],
    ["a negative counter", -1, "a counter below zero"],
    ["2^64-1", 2 ** 64 - 1, "too large"],
    ["2^63", 2 ** 63, "too large"],
  ])("refuses %s, counts it and says so", (_, value, why) => {
    const { drafts, refused, refusedCount } = collectionOf(startMs, (recorder) => {
      recorder.container(containerOf("web")).record(cpu, value);
    });
    expect(drafts.get("container/web")?.points).toEqual([]);
    expect(refusedCount).toBe(1);
    expect(refused).toEqual([`container.cpu.time of container/web: ${value} is ${why}`]);
  });

  it("refuses a gauge below zero", () => {
    const { refused } = collectionOf(startMs, (recorder) => {
      recorder.container(containerOf("web")).record("container.memory.usage", -5);
    });
    expect(refused).toEqual(["container.memory.usage of container/web: -5 is below zero"]);
  });

  it.each([
    { atMs: Number.NaN },
    { sinceMs: Number.POSITIVE_INFINITY },
    { prior: { value: Number.NaN, atMs: 1 } },
    { prior: { value: 1, atMs: Number.NaN } },
  ])("refuses a value of no time: %o", (time) => {
    const { drafts, refusedCount } = collectionOf(startMs, (recorder) => {
      recorder.container(containerOf("web")).record(cpu, 1, {}, time);
    });
    expect(drafts.get("container/web")?.points).toEqual([]);
    expect(refusedCount).toBe(1);
  });

  it("writes down at most 20 refusals and counts all", () => {
    const { refused, refusedCount } = collectionOf(startMs, (recorder) => {
      for (let number = 0; number < 100; number += 1) recorder.container(containerOf(`c${number}`)).record(cpu, -1);
    });
    expect(refused).toHaveLength(20);
    expect(refusedCount).toBe(100);
  });

  it("records nothing for undefined, zero for zero", () => {
    const { drafts, refusedCount } = collectionOf(startMs, (recorder) => {
      const web = recorder.container(containerOf("web"));
      web.record(cpu, undefined);
      web.record("container.restarts", 0);
    });
    expect(drafts.get("container/web")?.points.map(({ metric, value }) => [metric, value])).toEqual([
      ["container.restarts", 0],
    ]);
    expect(refusedCount).toBe(0);
  });

  it("stamps what brings no time with the collection's", () => {
    const { drafts } = collectionOf(startMs, (recorder) => {
      const web = recorder.container(containerOf("web"));
      web.record("container.restarts", 2);
      web.record(
        cpu,
        5,
        {},
        { atMs: startMs - 700, sinceMs: startMs - 9000, prior: { value: 4, atMs: startMs - 1700 } },
      );
      web.record("container.pids", 3, {}, { atMs: undefined, sinceMs: undefined, prior: undefined });
    });
    expect(drafts.get("container/web")?.points).toEqual([
      { metric: "container.restarts", value: 2, attributes: {}, atMs: startMs },
      {
        metric: cpu,
        value: 5,
        attributes: {},
        atMs: startMs - 700,
        sinceMs: startMs - 9000,
        prior: { value: 4, atMs: startMs - 1700 },
      },
      { metric: "container.pids", value: 3, attributes: {}, atMs: startMs },
    ]);
  });

  it("gives the same resource twice, and a container's task with it", () => {
    const { drafts } = collectionOf(startMs, (recorder) => {
      recorder.container(containerOf("web"), taskOf("one")).record(cpu, 1);
      recorder.container(containerOf("web"), taskOf("one")).record("container.pids", 2);
      recorder.image("nginx:1");
    });
    expect([...drafts.keys()].map((key) => key.split("/")[0])).toEqual(["task", "container", "image"]);
    expect(drafts.get("container/web")?.points).toHaveLength(2);
  });

  it("keeps the last of two values of one series (a container that is listed twice)", () => {
    const { drafts } = collectionOf(startMs, (recorder) => {
      for (const value of [1, 2]) {
        const web = recorder.container(containerOf("web"));
        web.record(cpu, value);
        web.record("container.cpu.mode_time", value, { mode: "user" });
        web.record("container.cpu.mode_time", value + 10, { mode: "kernel" });
      }
    });
    expect(drafts.get("container/web")?.points.map(({ value }) => value)).toEqual([2, 2, 12]);
  });

  it("keeps one word of a state: the last", () => {
    const { drafts } = collectionOf(startMs, (recorder) => {
      const web = recorder.container(containerOf("web"));
      web.record("container.status", 1, { type: "known", status: "RUNNING" });
      web.record("container.status", 1, { type: "desired", status: "RUNNING" });
      web.record("container.status", 1, { type: "known", status: "STOPPED" });
    });
    expect(drafts.get("container/web")?.points.map(({ attributes }) => attributes)).toEqual([
      { type: "known", status: "STOPPED" },
      { type: "desired", status: "RUNNING" },
    ]);
  });

  it("is closed after its collection: an input that goes on changes nothing", () => {
    const { recorder, close } = openRecorder(startMs);
    const web = recorder.container(containerOf("web"));
    web.record(cpu, 1);
    const { drafts } = close();
    web.record("container.pids", 9);
    recorder.container(containerOf("late")).record(cpu, 1);
    recorder.container(containerOf("web")).record("container.pids", 9);
    expect([...drafts.keys()]).toEqual(["container/web"]);
    expect(drafts.get("container/web")?.points.map(({ metric }) => metric)).toEqual([cpu]);
  });
});
