import { expect, test } from "vitest";
import type { ContainerRow, TaskRow } from "../../../src/web/api/contract.ts";
import { exitText, nearness, stateOf } from "./state.ts";

const shared = { key: "k", name: "web", cluster: "", service: "", family: "web", revision: "1", taskId: "t" } as const;
const container = (part: Partial<ContainerRow>): ContainerRow => ({
  kind: "container",
  ...shared,
  status: "RUNNING",
  containerId: "c",
  ports: [],
  ...part,
});
const task = (part: Partial<TaskRow> = {}): TaskRow => ({ kind: "task", ...shared, status: "RUNNING", ...part });

test.each([
  [{}, "running", "ok", undefined],
  [{ health: "UNHEALTHY" }, "unhealthy", "warn", undefined],
  [{ desiredStatus: "STOPPED" }, "stopping", "busy", undefined],
  [{ status: "PULLED" }, "starting", "busy", undefined],
  [{ status: "RESTARTING", exitCode: 1 }, "restarting", "busy", undefined],
  [{ status: "STOPPED", exitCode: 0 }, "stopped", "off", 0],
  [{ status: "STOPPED" }, "stopped", "off", undefined],
  [{ status: "STOPPED", exitCode: 1 }, "failed", "bad", 1],
  [{ status: "STOPPED", exitCode: 143, desiredStatus: "STOPPED" }, "stopped", "off", 143],
  [{ status: "STOPPED", exitCode: 143, desiredStatus: "RUNNING" }, "failed", "bad", 143],
  [{ status: "STOPPED", exitCode: 137, oomKilled: true }, "outOfMemory", "bad", 137],
  [{ goneMs: 5 }, "gone", "off", undefined],
  [{ status: "SOMETHING_NEW" }, "unknown", "off", undefined],
] as const)("a container with %o is %s", (part, name, mood, exit) => {
  expect(stateOf(container(part))).toEqual({ name, mood, ...(exit !== undefined && { exit }) });
});

test("a running task tells of its containers' trouble", () => {
  const died = container({ status: "STOPPED", exitCode: 1 });
  expect(stateOf(task(), [container({})]).name).toBe("running");
  expect(stateOf(task(), [container({}), died]).name).toBe("troubled");
  expect(stateOf(task(), [died, container({ health: "UNHEALTHY" })]).name).toBe("unhealthy");
});

test("a stopped task says what its containers died of", () => {
  const killed = container({ status: "STOPPED", exitCode: 137, oomKilled: true });
  expect(stateOf(task({ status: "STOPPED" }), [container({ status: "STOPPED", exitCode: 1 }), killed])).toEqual({
    name: "outOfMemory",
    mood: "bad",
    exit: 137,
  });
  expect(stateOf(task({ status: "STOPPED" }), []).name).toBe("stopped");
});

test("an exit code above 128 names its signal", () => {
  expect([1, 137, 139, 255].map(exitText)).toEqual(["1", "137 (SIGKILL)", "139 (SIGSEGV)", "255"]);
});

test("near to a limit", () => {
  expect([null, 0.79, 0.8, 0.95, 3].map(nearness)).toEqual([undefined, undefined, "warn", "bad", "bad"]);
});
