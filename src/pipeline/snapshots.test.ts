import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { containerResource } from "../model/resource.ts";
import type { Entry } from "../model/snapshot.ts";
import { openProblemBoard } from "./problem-board.ts";
import { openSnapshots } from "./snapshots.ts";
import { rememberingLog } from "./test/remembering-log.ts";
import { stillRunner } from "./test/still-runner.ts";
import { containerOf, inWorld } from "./test/world.ts";

const seen = (id: string, bytes: number): Entry => ({
  resource: containerResource(containerOf(id)),
  points: [{ metric: "container.memory.usage", value: bytes, attributes: {}, atMs: 0 }],
});

const open = () => {
  const clock = openFakeClock();
  const first = stillRunner({ name: "first", up: true });
  const second = stillRunner({ name: "second", up: false });
  const snapshots = openSnapshots({
    form: "daemon",
    clock,
    runners: [first, second],
    board: openProblemBoard(clock, rememberingLog()),
    self: {
      build: { version: "1", node: "v26", form: "daemon" },
      startedMs: clock.now(),
      usage: () => ({ cpuSeconds: 1, residentBytes: 2, heapUsedBytes: 3 }),
      exposedBytes: () => new Map(),
      appSeriesLeftOut: () => new Map(),
      outputs: () => [],
    },
  });
  return { clock, first, second, snapshots };
};

const bytes = (entries: readonly Entry[], id: string) =>
  inWorld(entries).container(id, "container.memory.usage")?.value;

describe("snapshots", () => {
  it("has one from the start, with the agent itself", () => {
    const { snapshots, clock } = open();
    const { takenAtMs, form, entries, inputs } = snapshots.current();
    expect([takenAtMs, form]).toEqual([clock.now(), "daemon"]);
    expect(inWorld(entries).keys()).toEqual(["self"]);
    expect(inputs.map(({ name, up }) => [name, up])).toEqual([
      ["first", true],
      ["second", false],
    ]);
  });

  it("is replaced by publish alone", async () => {
    const { snapshots, first, clock } = open();
    const before = snapshots.current();
    first.see([seen("a", 1)]);
    await clock.advance(10_000);
    expect(snapshots.current()).toBe(before);
    snapshots.publish();
    expect(snapshots.current()).not.toBe(before);
    expect(snapshots.current().takenAtMs).toBe(clock.now());
    expect(bytes(snapshots.current().entries, "a")).toBe(1);
    expect(inWorld(before.entries).keys()).toEqual(["self"]);
  });

  it("cannot be changed", () => {
    const { snapshots } = open();
    const snapshot = snapshots.current();
    expect(() => Object.assign(snapshot, { takenAtMs: 0 })).toThrow(TypeError);
    expect([snapshot.entries, snapshot.inputs, ...snapshot.entries].every((part) => Object.isFrozen(part))).toBe(true);
    expect(snapshot.entries.every(({ points }) => Object.isFrozen(points))).toBe(true);
  });

  it("takes a resource that two inputs see from the one listed first", () => {
    const { snapshots, first, second } = open();
    first.see([seen("a", 1)]);
    second.see([seen("b", 20), seen("a", 10)]);
    snapshots.publish();
    const { entries } = snapshots.current();
    expect(inWorld(entries).keys()).toEqual(["container/a", "container/b", "self"]);
    expect([bytes(entries, "a"), bytes(entries, "b")]).toEqual([1, 20]);
  });

  it("has from the second the metrics of which the first has nothing", () => {
    const { snapshots, first, second } = open();
    const { resource } = seen("a", 0);
    first.see([{ resource, points: [{ metric: "container.exit_code", value: 3, attributes: {}, atMs: 0 }] }]);
    second.see([seen("a", 10)]);
    snapshots.publish();
    const { entries } = snapshots.current();
    expect(inWorld(entries).container("a", "container.exit_code")?.value).toBe(3);
    expect(bytes(entries, "a")).toBe(10);
  });

  it("has what the second sees when the first does not see it any more", () => {
    const { snapshots, first, second } = open();
    first.see([seen("a", 1)]);
    second.see([seen("a", 10)]);
    snapshots.publish();
    first.see([]);
    snapshots.publish();
    expect(bytes(snapshots.current().entries, "a")).toBe(10);
  });
});
