import { effect } from "@preact/signals";
import { expect, test } from "vitest";
import type { Row, TableEvent } from "../../../src/web/api/contract.ts";
import { createLive } from "./live.ts";
import { figureOf } from "./table.ts";

const row = (key: string, status = "RUNNING"): Row => ({
  kind: "task",
  key,
  name: key,
  cluster: "c",
  service: "s",
  family: key,
  revision: "1",
  taskId: key,
  status,
});

const start = (): TableEvent => ({
  agent: "a1",
  takenAtMs: 10_000,
  pace: { intervalMs: 1000, sourceRefreshMs: 1000 },
  columns: ["cpu", "memory"],
  rows: [row("one"), row("two")],
  values: [
    [0.1, 0.2],
    [100, null],
  ],
  happenings: [],
  troubles: [],
});

const rig = () => {
  const frames: (() => void)[] = [];
  const live = createLive({ frame: (run) => frames.push(run), nowMs: () => 9000 });
  const frame = (): number => frames.splice(0).map((run) => run()).length;
  return { live, frame };
};

test("a delta changes figures, adds and frees rows", () => {
  const { live, frame } = rig();
  live.applyTable(start());
  live.applyDelta({
    takenAtMs: 11_000,
    rows: [
      [1, row("three")],
      [4, row("four", "PENDING")],
    ],
    freed: [0],
    values: [[0, [1, 4], [0.3, null]]],
  });
  frame();
  const table = live.table();
  expect(table?.rows.map((each) => each?.key ?? null)).toEqual([null, "three", null, null, "four"]);
  expect([...(table?.slots ?? [])]).toEqual([
    ["three", 1],
    ["four", 4],
  ]);
  expect(table?.values[0]?.slice(0, 2)).toEqual([null, 0.3]);
  expect(table && figureOf(table, "cpu", 1)).toBe(0.3);
  expect(table && figureOf(table, "memory", 4)).toBeNull();
  expect(table && figureOf(table, "pids", 1)).toBeNull();
});

test("a slot that is taken over by another row is free of what stood there", () => {
  const { live } = rig();
  live.applyTable(start());
  live.applyDelta({ takenAtMs: 11_000, freed: [0] });
  live.applyDelta({ takenAtMs: 12_000, rows: [[0, row("new")]] });
  expect(live.table()?.values.map((column) => column[0])).toEqual([null, null]);
});

test("many events are one frame", () => {
  const { live, frame } = rig();
  live.applyTable(start());
  for (let i = 0; i < 10; i += 1) live.applyDelta({ takenAtMs: 11_000 + i, values: [[0, [0], [i]]] });
  const before = live.beat.value;
  expect(frame()).toBe(1);
  expect(live.beat.value).toBe(before + 1);
  expect(frame()).toBe(0);
});

test("figures alone do not change the shape", () => {
  const { live, frame } = rig();
  live.applyTable(start());
  frame();
  const shape = live.shape.value;
  live.applyDelta({ takenAtMs: 11_000, values: [[0, [0], [5]]] });
  frame();
  expect(live.shape.value).toBe(shape);
  live.applyDelta({ takenAtMs: 12_000, freed: [1] });
  frame();
  expect(live.shape.value).toBe(shape + 1);
});

test("another agent is noticed, the same one that comes back is not", () => {
  const { live } = rig();
  live.applyTable(start());
  live.applyTable(start());
  expect(live.newAgentMs.value).toBeUndefined();
  live.applyTable({ ...start(), agent: "a2", takenAtMs: 20_000 });
  expect(live.newAgentMs.value).toBe(20_000);
});

test("now is the agent's, as the event that was least late tells", () => {
  const { live } = rig();
  live.applyTable(start());
  expect(live.nowMs()).toBe(10_000);
  live.applyDelta({ takenAtMs: 9500 });
  expect(live.nowMs()).toBe(10_000);
  live.applyDelta({ takenAtMs: 10_400 });
  expect(live.nowMs()).toBe(10_400);
});

test("happenings are kept for an hour", () => {
  const { live, frame } = rig();
  live.applyTable({ ...start(), happenings: [{ kind: "started", atMs: 1000, key: "one", facts: {} }] });
  const later = { kind: "restarted", atMs: 3_601_500, key: "one", facts: {} } as const;
  live.applyDelta({ takenAtMs: 3_602_000, happenings: [later] });
  frame();
  expect(live.happenings.value).toEqual([later]);
});

test("what is in sight follows its own figures, what isn't takes its turn", () => {
  const { live, frame } = rig();
  live.applyTable(start());
  frame();
  const runs = { near: 0, other: 0, far: 0 };
  const stops = [
    effect(() => {
      live.follow(0);
      runs.near += 1;
    }),
    effect(() => {
      live.follow(1);
      runs.other += 1;
    }),
    effect(() => {
      live.follow(0, false);
      runs.far += 1;
    }),
  ];
  for (let i = 0; i < 10; i += 1) {
    live.applyDelta({ takenAtMs: 11_000 + i, values: [[0, [0], [i]]] });
    frame();
  }
  for (const stop of stops) stop();
  expect(runs).toEqual({ near: 11, other: 1, far: 3 });
});

test("a delta before any table is nothing", () => {
  const { live, frame } = rig();
  live.applyDelta({ takenAtMs: 1, values: [[0, [0], [5]]] });
  expect(frame()).toBe(0);
  expect(live.table()).toBeUndefined();
});
