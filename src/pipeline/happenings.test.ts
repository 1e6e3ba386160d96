import { describe, expect, it } from "vitest";
import type { MetricId } from "../catalogue/catalogue.ts";
import type { Attributes, Point } from "../model/point.ts";
import { containerResource, imageResource, taskResource } from "../model/resource.ts";
import type { Entry, Snapshot } from "../model/snapshot.ts";
import { happeningsBetween } from "./happenings.ts";
import { containerOf, startMs, taskOf } from "./test/world.ts";

const afterMs = startMs + 10_000;

interface Life {
  readonly status?: string;
  /** Milliseconds after the start of the test's world; negative: before. */
  readonly started?: number;
  readonly finished?: number;
  readonly exitCode?: number;
  readonly restarts?: number;
  readonly oomKilled?: boolean;
  readonly oomEvents?: number;
  readonly health?: string;
  readonly healthSince?: number;
}

const point = (metric: MetricId, value: number | undefined, attributes: Attributes = {}): readonly Point[] =>
  value === undefined ? [] : [{ metric, value, attributes, atMs: startMs }];

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : (startMs + ms) / 1000);

const state = (metric: MetricId, status: string | undefined, type?: string): readonly Point[] =>
  status === undefined ? [] : point(metric, 1, type === undefined ? { status } : { type, status });

const container = (id: string, life: Life): Entry => ({
  resource: containerResource(containerOf(id), taskOf("one")),
  points: [
    ...state("container.status", life.status, "known"),
    ...state("container.status", "RUNNING", "desired"),
    ...point("container.started_timestamp", seconds(life.started)),
    ...point("container.finished_timestamp", seconds(life.finished)),
    ...point("container.exit_code", life.exitCode),
    ...point("container.restarts", life.restarts),
    ...point("container.oom_killed", life.oomKilled === undefined ? undefined : Number(life.oomKilled)),
    ...point("container.oom_events", life.oomEvents),
    ...state("container.health.status", life.health),
    ...point("container.health.since_timestamp", seconds(life.healthSince)),
    ...point("container.cpu.time", 12),
  ],
});

const snapshot = (takenAtMs: number, entries: readonly Entry[], up = true): Snapshot => ({
  takenAtMs,
  form: "daemon",
  entries,
  inputs: [{ name: "ecs", up }],
});

/** What happened, each as `kind at facts`, times relative to the start. */
const between = (before: readonly Entry[], after: readonly Entry[], up = true): readonly string[] =>
  happeningsBetween(snapshot(startMs, before), snapshot(afterMs, after, up)).map(({ kind, atMs, facts }) =>
    [kind, atMs - startMs, ...Object.entries(facts).map((fact) => fact.join("="))].join(" "),
  );

const runs: Life = { status: "RUNNING", started: -3_600_000 };

describe("happenings of a container", () => {
  it.each<[string, Life | undefined, Life | undefined, readonly string[]]>([
    ["nothing", runs, runs, []],
    ["its start", undefined, { status: "RUNNING", started: 4000 }, ["started 4000"]],
    ["its start while a collection ran", undefined, { status: "RUNNING", started: -2000 }, ["started -2000"]],
    ["no start long ago, though it is new to us", undefined, runs, []],
    ["no start that nobody tells of", undefined, { status: "RUNNING" }, []],
    ["no start before it runs", undefined, { status: "PULLED" }, []],
    ["its start after a while", { status: "PULLED" }, { status: "RUNNING", started: 100 }, ["started 100"]],
    ["its start, by no clock", { status: "CREATED" }, { status: "RUNNING" }, ["started 10000"]],
    [
      "a whole short life",
      undefined,
      { status: "STOPPED", started: 2000, finished: 3000, exitCode: 1 },
      ["started 2000", "stopped 3000 exit_code=1"],
    ],
    ["no end long ago", undefined, { status: "STOPPED", started: -99_000, finished: -90_000 }, []],
    ["its end", runs, { ...runs, status: "STOPPED", finished: 5000, exitCode: 137 }, ["stopped 5000 exit_code=137"]],
    ["its end, by no clock", runs, { ...runs, status: "STOPPED" }, ["stopped 10000"]],
    ["its removal", runs, undefined, ["stopped 10000"]],
    ["no second end", { ...runs, status: "STOPPED" }, undefined, []],
    ["a restart", runs, { status: "RUNNING", started: 7000 }, ["restarted 7000"]],
    ["a restart that is counted", { ...runs, restarts: 1 }, { ...runs, restarts: 2 }, ["restarted 10000 restarts=2"]],
    [
      "a restart after a pause",
      { status: "STOPPED", started: -9000, finished: -8000 },
      { status: "RUNNING", started: 1000, finished: -8000 },
      ["restarted 1000"],
    ],
    [
      "a restart that failed again",
      { status: "STOPPED", started: -9000, finished: -8000 },
      { status: "STOPPED", started: 1000, finished: 2000, exitCode: 2 },
      ["restarted 1000", "stopped 2000 exit_code=2"],
    ],
    ["Docker's pause between two runs", runs, { ...runs, status: "RESTARTING", finished: 300 }, ["stopped 300"]],
    [
      "a want of memory, by the event",
      { ...runs, oomEvents: 1 },
      { ...runs, oomEvents: 3 },
      ["out-of-memory 10000 events=2"],
    ],
    ["the first event since we watch", runs, { ...runs, oomEvents: 1 }, ["out-of-memory 10000 events=1"]],
    [
      "a want of memory, by the end",
      { ...runs, oomKilled: false },
      { ...runs, status: "STOPPED", oomKilled: true, finished: 5000, exitCode: 137 },
      ["stopped 5000 exit_code=137", "out-of-memory 10000"],
    ],
    ["no want of memory that was told", { ...runs, oomKilled: true }, { ...runs, oomKilled: true }, []],
    [
      "its health",
      { ...runs, health: "HEALTHY" },
      { ...runs, health: "UNHEALTHY", healthSince: 6000 },
      ["health-changed 6000 health=UNHEALTHY before=HEALTHY"],
    ],
    [
      "its health, since long ago by the source",
      { ...runs, health: "STARTING" },
      { ...runs, health: "HEALTHY", healthSince: -999_000 },
      ["health-changed 10000 health=HEALTHY before=STARTING"],
    ],
    ["a first word", runs, { ...runs, health: "UNHEALTHY" }, ["health-changed 10000 health=UNHEALTHY"]],
    ["no first word that says nothing", runs, { ...runs, health: "UNKNOWN" }, []],
    ["no health of what is new to us", undefined, { ...runs, health: "UNHEALTHY" }, []],
  ])("%s", (_, before, after, expected) => {
    const entries = (life: Life | undefined): readonly Entry[] => (life === undefined ? [] : [container("web", life)]);
    expect(between(entries(before), entries(after))).toEqual(expected);
  });

  it("is not its end when the input that saw it was switched off", () => {
    const before = snapshot(startMs, [container("web", runs)]);
    const other = { ...snapshot(afterMs, []), inputs: [{ name: "docker", up: true }] };
    expect(happeningsBetween(before, other)).toEqual([]);
    expect(happeningsBetween(before, { ...other, inputs: [...before.inputs, ...other.inputs] })).toHaveLength(1);
  });

  it("is not its end when an input failed", () => {
    expect(between([container("web", runs)], [], false)).toEqual([]);
    expect(between([container("web", runs)], [container("web", { ...runs, status: "STOPPED" })], false)).toEqual([
      "stopped 10000",
    ]);
  });
});

describe("happenings", () => {
  const task = (status: string): Entry => ({
    resource: taskResource(taskOf("one")),
    points: state("task.status", status, "known"),
  });

  it("of a task are its start and end", () => {
    expect(between([task("PENDING")], [task("RUNNING")])).toEqual(["started 10000"]);
    expect(between([task("RUNNING")], [task("STOPPING")])).toEqual([]);
    expect(between([task("STOPPING")], [task("STOPPED")])).toEqual(["stopped 10000"]);
    expect(between([], [task("RUNNING")])).toEqual([]);
    expect(between([{ ...task("RUNNING"), points: [] }], [])).toEqual([]);
  });

  it("come in the order of their times, each with its resource", () => {
    const found = happeningsBetween(
      snapshot(startMs, [container("old", runs), { resource: imageResource("nginx"), points: [] }]),
      snapshot(afterMs, [
        container("new", { status: "RUNNING", started: 9000 }),
        container("old", { ...runs, status: "STOPPED", finished: 4000 }),
      ]),
    );
    expect(found.map(({ kind, resource }) => `${kind} ${resource.key}`)).toEqual([
      "stopped container/old",
      "started container/new",
    ]);
    expect(found[1]?.resource).toEqual(containerResource(containerOf("new"), taskOf("one")));
  });

  it("are none between a snapshot and itself, or without resources", () => {
    const only = snapshot(startMs, [container("web", runs)]);
    expect(happeningsBetween(only, only)).toEqual([]);
    expect(between([], [])).toEqual([]);
  });
});
