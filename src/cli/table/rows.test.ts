import { describe, expect, it } from "vitest";
import { containerEntry, sampleMs, snapshotOf, task, taskEntry } from "../../../test/cli/sample.ts";
import type { IoRates } from "./io-rates.ts";
import { rowsOf, type SortKey, sortKeys } from "./rows.ts";

const noRates: IoRates = { byResource: new Map(), complete: true };
const web = task("web", { service: "shop" });
const batch = task("batch");

const snapshot = snapshotOf([
  taskEntry(batch, { "task.cpu.usage": 0.1, "task.memory.working_set": 900 }),
  taskEntry(web, { "task.cpu.usage": 0.5, "task.memory.working_set": 300 }),
  containerEntry({ name: "loose", values: { "container.cpu.usage": 9 } }),
  containerEntry({
    name: "nginx",
    task: web,
    values: {
      "container.cpu.usage": 0.2,
      "container.cpu.utilization": 0.4,
      "container.memory.working_set": 200,
      "container.memory.limit": 400,
      "container.memory.utilization": 0.5,
      "container.pids": 4,
      "container.restarts": 2,
      "container.started_timestamp": (sampleMs - 90_000) / 1000,
      "container.health.status": [[{ status: "HEALTHY" }, 1]],
    },
  }),
  containerEntry({ name: "app", task: web, values: { "container.cpu.usage": 0.3 } }),
  containerEntry({ name: "~internal~ecs~pause", task: web, type: "CNI_PAUSE" }),
  containerEntry({
    name: "init",
    task: web,
    status: "STOPPED",
    values: { "container.exit_code": 3, "container.started_timestamp": (sampleMs - 100_000) / 1000 },
  }),
]);

const names = (key: SortKey, rates = noRates): readonly string[] =>
  rowsOf(snapshot, rates, key).map(({ name }) => name);

describe("rowsOf", () => {
  it("puts containers under their task, and those of no task last", () => {
    expect(names("cpu")).toEqual(["web:3 (shop)", "app", "nginx", "init", "batch:3", "no ECS task", "loose"]);
  });

  it.each([
    ["memory", ["batch:3", "web:3 (shop)", "nginx", "app", "init", "no ECS task", "loose"]],
    ["name", ["batch:3", "web:3 (shop)", "app", "init", "nginx", "no ECS task", "loose"]],
  ] as const)("sorts by %s", (key, expected) => {
    expect(names(key)).toEqual(expected);
  });

  it.each([
    ["network", { receive: 5 }],
    ["disk", { written: 5 }],
  ] as const)("sorts by %s, both directions together", (key, io) => {
    const rates = { byResource: new Map([["container/init-id", io]]), complete: true };
    expect(names(key, rates).slice(2, 5)).toEqual(["init", "app", "nginx"]);
  });

  it("knows a way to sort by for each key", () => {
    for (const key of sortKeys) expect(names(key)).toHaveLength(7);
  });

  it("has every number of a container", () => {
    const io = { receive: 1, transmit: 2, read: 3, written: 4 };
    const rates = { byResource: new Map([["container/nginx-id", io]]), complete: true };
    expect(rowsOf(snapshot, rates, "cpu").find(({ name }) => name === "nginx")).toEqual({
      kind: "container",
      name: "nginx",
      state: "RUNNING",
      health: "HEALTHY",
      cpuVcpus: 0.2,
      cpuRatio: 0.4,
      memoryBytes: 200,
      memoryLimitBytes: 400,
      memoryRatio: 0.5,
      io,
      processes: 4,
      restarts: 2,
      ageMs: 90_000,
    });
  });

  it("leaves out what is not known, and the age of what does not run", () => {
    const row = rowsOf(snapshot, noRates, "cpu").find(({ name }) => name === "init");
    expect(row).toMatchObject({ state: "STOPPED (3)" });
    expect(row).toMatchObject({ cpuVcpus: undefined, memoryBytes: undefined, io: undefined, ageMs: undefined });
  });

  it("gives a task the age of its oldest running container", () => {
    const [row] = rowsOf(snapshot, noRates, "cpu");
    expect(row).toMatchObject({ kind: "task", ageMs: 90_000 });
  });

  it("names a task without a family by its id", () => {
    const nameless = task("", { id: "0123", revision: "" });
    expect(rowsOf(snapshotOf([taskEntry(nameless)]), noRates, "cpu").map(({ name }) => name)).toEqual(["0123"]);
  });
});
