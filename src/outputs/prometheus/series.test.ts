import { describe, expect, it } from "vitest";
import type { Point } from "../../model/point.ts";
import { containerResource } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import { readExposition } from "./exposition-reader.ts";
import { containerEntry, point, renderAs, series, snapshotOf, task, taskEntry } from "./render-case.ts";

describe("internal containers", () => {
  const entries = [
    taskEntry(),
    containerEntry({ id: "a", name: "web", type: "NORMAL" }, point("container.started_timestamp", 5)),
    containerEntry({ id: "b", name: "p", type: "CNI_PAUSE" }, point("container.started_timestamp", 9)),
    containerEntry({ id: "c", name: "~internal~ecs~pause" }, point("container.started_timestamp", 8)),
    containerEntry({ id: "d", name: "agent", type: "MANAGED_DAEMON" }, point("container.started_timestamp", 4)),
  ];
  const names = (body: string) =>
    Object.keys(series(body, "ecs_container_started_timestamp_seconds")).map(
      (text) => text.split("container_name=")[1],
    );

  it("have no series, and count in the task's", () => {
    const { body } = renderAs({}, snapshotOf(entries));
    expect(names(body)).toEqual(["web", "agent"]);
    expect(Object.values(series(body, "ee_container_last_started_at_time"))).toEqual([9]);
  });

  it("have series when asked for", () => {
    const { body } = renderAs({ internalContainers: "show" }, snapshotOf(entries));
    expect(names(body)).toEqual(["web", "p", "~internal~ecs~pause", "agent"]);
  });
});

describe("states", () => {
  const states = (...points: readonly Point[]) =>
    series(renderAs({}, snapshotOf([containerEntry({}, ...points)])).body, "ecs_container_health_status");
  const label = (status: string) => `task_family=f task_revision=2 task_id=1 container_name=web status=${status}`;
  const others = { [label("HEALTHY")]: 0, [label("UNHEALTHY")]: 0, [label("UNKNOWN")]: 0, [label("STARTING")]: 0 };

  it("are all there, the present one 1", () => {
    expect(states(point("container.health.status", 1, { status: "HEALTHY" }))).toEqual({
      ...others,
      [label("HEALTHY")]: 1,
    });
  });

  it("have one more when the source brings a new one", () => {
    expect(states(point("container.health.status", 1, { status: "DIZZY" }))).toEqual({
      [label("DIZZY")]: 1,
      ...others,
    });
  });

  it("are not told when it is not known which is present", () => {
    expect(states(point("container.health.status", 1))).toEqual({});
    expect(states(point("container.health.status", 0, { status: "UNHEALTHY" }))).toEqual({ [label("UNHEALTHY")]: 0 });
  });
});

describe("timestamps", () => {
  const entries = [
    taskEntry(
      point("task.cpu.limit", 1, {}, 1500),
      point("task.status", 1, { type: "known", status: "RUNNING" }, 1500),
    ),
    containerEntry(
      {},
      point("container.cpu.time", 1, {}, 1250.5),
      point("container.memory.usage", 9, {}, 1250.5),
      point("container.memory.cache", 4, {}, 1750),
      point("container.memory.limit", 9, {}, 1250.5),
    ),
  ];
  const times = (config: Record<string, unknown>, accept = "") =>
    Object.fromEntries(
      readExposition(
        renderAs(config, snapshotOf(entries, { inputs: [{ name: "x", up: true }] }), accept).body,
        accept === "" ? "text" : "openmetrics",
      ).map(({ name, samples }) => [name, samples[0]?.time]),
    );

  it("are left out by default", () => {
    expect(new Set(Object.values(times({})))).toEqual(new Set([undefined]));
  });

  it("are the sources' own, and only beside what was sampled", () => {
    expect(times({ timestamps: "on" })).toMatchObject({
      ecs_container_cpu_usage_seconds_total: 1251,
      ee_container_cpu_usage_seconds_total: 1251,
      ee_container_memory_usage_without_cache_byte: 1750,
      ecs_task_cpu_limit_vcpus: undefined,
      ecs_task_status: undefined,
      ecs_container_memory_limit_bytes: undefined,
      ee_ecs_metrics_exporter_success: undefined,
    });
    expect(times({ timestamps: "on" }, "application/openmetrics-text").ecs_container_cpu_usage_seconds).toBe(1.2505);
  });
});

describe("labels from outside", () => {
  const entry: Entry = {
    resource: containerResource(
      { id: "a", name: "web", labels: { "my-team": "blue", my_team: "red" } },
      { ...task, tags: { "my-team": "green", Stage: "live" } },
    ),
    points: [point("container.pids", 1), point("container.cpu.time", 1)],
  };
  const labels = ["my-team", "my_team", "Stage", "constructor", "absent"];

  it("come from container labels and task tags, the first of two with one name", () => {
    expect(series(renderAs({ labels }, snapshotOf([entry])).body, "ecs_container_pids")).toEqual({
      "task_family=f task_revision=2 task_id=1 container_name=web label_my_team=blue tag_my_team=green tag_Stage=live": 1,
    });
  });

  it("do not touch the dialects of others", () => {
    const config = { dialects: ["ee", "ecs-exporter"], labels };
    const { body } = renderAs(config, snapshotOf([entry]));
    expect(body).not.toMatch(/label_|tag_/);
    expect(body).toContain("ecs_container_cpu_usage_seconds_total");
  });
});
