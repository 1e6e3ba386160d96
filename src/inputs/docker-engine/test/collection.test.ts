import { describe, expect, test } from "vitest";
import { containerId, ecsLabels, fakeContainer } from "./fake-container.ts";
import type { FakeEngine } from "./fake-engine.ts";
import { openBench } from "./harness.ts";

const put = (engine: FakeEngine, ...containers: ReturnType<typeof fakeContainer>[]): void => {
  for (const container of containers) engine.containers.set(container.id, container);
};

const paths = (engine: FakeEngine): readonly string[] =>
  engine.requests.map((request) => request.replace(/^\/v[\d.]+/, "").replace(/[0-9a-f]{64}/, "ID"));

describe("one look", () => {
  test("over a unix socket: identity, state, limits and figures", async () => {
    await using bench = await openBench();
    put(
      bench.engine,
      fakeContainer(1, { labels: ecsLabels("app"), hostConfig: { Memory: 64_000_000, CpuShares: 512 } }),
    );
    const look = await bench.subject.collect();
    expect(look.outcome).toEqual({ ok: true });
    expect(look.reports).toEqual([]);
    const [entry] = [...look.entries.values()].filter(({ resource }) => resource.scope === "container");
    expect(entry?.resource).toMatchObject({
      container: { id: containerId(1), name: "app", dockerName: "container-1", type: "NORMAL", logDriver: "json-file" },
      task: { family: "web", revision: "7", cluster: "shop", launchType: "EC2", networkMode: "bridge" },
    });
    expect(look.status(1)).toBe("RUNNING");
    expect(look.value(1, "container.cpu.time")).toBe(5);
    expect(look.value(1, "container.memory.working_set")).toBe(40_000_000);
    expect(look.value(1, "container.memory.limit")).toBe(64_000_000);
    expect(look.value(1, "container.cpu.reservation")).toBe(0.5);
    expect(look.point(1, "container.cpu.time")?.sinceMs).toBe(Date.parse("2026-03-01T10:00:01.250Z"));
    expect(look.value(1, "container.network.receive", { interface: "eth0" })).toBe(1000);
    expect(bench.engine.violations).toEqual([]);
  });

  test("over TCP", async () => {
    await using bench = await openBench({ listen: "tcp" });
    put(bench.engine, fakeContainer(1));
    const look = await bench.subject.collect();
    expect(look.value(1, "container.cpu.time")).toBe(5);
    expect(bench.engine.host).toMatch(/^tcp:/);
  });

  test("asks for what it needs and nothing else", async () => {
    await using bench = await openBench({ apiVersion: "1.44" });
    put(bench.engine, fakeContainer(1), fakeContainer(2, { state: "exited" }));
    await bench.subject.collect();
    expect(paths(bench.engine).toSorted()).toEqual([
      "/_ping",
      "/_ping",
      "/containers/ID/json",
      "/containers/ID/json",
      "/containers/ID/stats?stream=false&one-shot=true",
      "/containers/json?all=1",
      "/info",
    ]);
    bench.engine.requests.length = 0;
    await bench.subject.collect();
    expect(paths(bench.engine)).toEqual(["/containers/json?all=1", "/containers/ID/stats?stream=false&one-shot=true"]);
    expect(bench.engine.violations).toEqual([]);
  });

  test("asks only for ECS's containers, and those with the labels, when told so", async () => {
    const config = { containers: "ecs" as const, labels: ["team=web"] };
    await using bench = await openBench({}, { config });
    put(
      bench.engine,
      fakeContainer(1, { labels: { ...ecsLabels("app"), team: "web" } }),
      fakeContainer(2, { labels: { team: "web" } }),
      fakeContainer(3, { labels: ecsLabels("other") }),
    );
    const look = await bench.subject.collect();
    expect(look.count("container.status")).toBe(1);
    expect(look.status(1)).toBe("RUNNING");
    expect(bench.engine.violations).toEqual([]);
  });

  test("a container without ECS labels belongs to no task", async () => {
    await using bench = await openBench();
    put(bench.engine, fakeContainer(1, { labels: { team: "web" } }));
    const look = await bench.subject.collect();
    const resources = [...look.entries.values()].map(({ resource }) => resource);
    expect(resources.map(({ scope }) => scope).toSorted()).toEqual(["container", "host", "image"]);
    expect(resources[0]).toMatchObject({ container: { name: "container-1", labels: { team: "web" } } });
    expect(resources[0]).not.toHaveProperty("task");
    expect(resources[0]).not.toHaveProperty("container.type");
  });
});

describe("between two looks", () => {
  test("a container that is gone is reported no more", async () => {
    await using bench = await openBench();
    put(bench.engine, fakeContainer(1), fakeContainer(2));
    await bench.subject.collect();
    bench.engine.containers.delete(containerId(1));
    const look = await bench.subject.collect();
    expect(look.outcome).toEqual({ ok: true });
    expect(look.count("container.status")).toBe(1);
    expect(look.status(2)).toBe("RUNNING");
  });

  test("a container that stopped is inspected again: exit code, no figures", async () => {
    await using bench = await openBench();
    const container = fakeContainer(1);
    put(bench.engine, container);
    expect((await bench.subject.collect()).value(1, "container.exit_code")).toBeUndefined();
    Object.assign(container, { state: "exited", exitCode: 3, finishedAt: "2026-03-01T11:00:00Z" });
    const look = await bench.subject.collect();
    expect(look.status(1)).toBe("STOPPED");
    expect(look.value(1, "container.exit_code")).toBe(3);
    expect(look.value(1, "container.finished_timestamp")).toBe(Date.parse("2026-03-01T11:00:00Z") / 1000);
    expect(look.value(1, "container.cpu.time")).toBeUndefined();
  });

  test("an image name that moved on is still told by its name", async () => {
    await using bench = await openBench();
    const container = fakeContainer(1);
    put(bench.engine, container);
    const row = container.image;
    bench.engine.fault = (path) =>
      path === "/containers/json"
        ? {
            status: 200,
            body: JSON.stringify([{ Id: container.id, Image: `sha256:${"cd".repeat(32)}`, State: "running" }]),
          }
        : undefined;
    const look = await bench.subject.collect();
    expect(look.entries.get(`image/${row}`)?.points.map(({ metric, value }) => [metric, value])).toEqual([
      ["docker.containers.running", 1],
      ["docker.containers.stopped", 0],
    ]);
  });
});

describe("a restart", () => {
  test("heard of: counters begin anew with their new start", async () => {
    await using bench = await openBench({ apiVersion: "1.44" });
    const container = fakeContainer(1);
    put(bench.engine, container);
    await bench.subject.input.start?.();
    const before = await bench.subject.collect();
    Object.assign(container, { cpuNanoseconds: 1_000_000, startedAt: "2026-03-01T12:00:00Z", restartCount: 1 });
    bench.engine.emit({ action: "die", id: container.id, atSeconds: 1_772_366_400 });
    bench.engine.emit({ action: "start", id: container.id, atSeconds: 1_772_366_400 });
    await expect
      .poll(async () => (await bench.subject.collect()).point(1, "container.cpu.time")?.sinceMs)
      .toBe(Date.parse("2026-03-01T12:00:00Z"));
    const after = await bench.subject.collect();
    expect(before.value(1, "container.cpu.time")).toBe(5);
    expect(after.value(1, "container.cpu.time")).toBe(0.001);
    expect(before.value(1, "container.restarts")).toBe(0);
    expect(after.value(1, "container.restarts")).toBe(1);
  });

  test("not heard of: a sample that went back waits for the new start", async () => {
    await using bench = await openBench();
    const container = fakeContainer(1);
    put(bench.engine, container);
    await bench.subject.collect();
    Object.assign(container, { cpuNanoseconds: 1_000_000, startedAt: "2026-03-01T12:00:00Z" });
    const unsure = await bench.subject.collect();
    expect(unsure.value(1, "container.cpu.time")).toBe(5);
    const sure = await bench.subject.collect();
    expect(sure.value(1, "container.cpu.time")).toBe(0.001);
    expect(sure.point(1, "container.cpu.time")?.sinceMs).toBe(Date.parse("2026-03-01T12:00:00Z"));
  });

  test("a count that goes back within one run is told as it is", async () => {
    await using bench = await openBench();
    const container = fakeContainer(1);
    put(bench.engine, container);
    await bench.subject.collect();
    container.cpuNanoseconds = 1_000_000;
    await bench.subject.collect();
    expect((await bench.subject.collect()).value(1, "container.cpu.time")).toBe(0.001);
  });
});
