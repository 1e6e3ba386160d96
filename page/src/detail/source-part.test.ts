import { expect, test } from "vitest";
import type { ContainerRow, TaskRow } from "../../../src/web/api/contract.ts";
import { statsPart, taskPart } from "./source-part.ts";

const shared = { key: "k", name: "web", cluster: "", service: "", family: "", revision: "", taskId: "t", status: "" };
const task: TaskRow = { kind: "task", ...shared, taskArn: "arn:1" };
const container: ContainerRow = { kind: "container", ...shared, containerId: "abc", ports: [] };
const document = { TaskARN: "arn:1", Containers: [{ DockerId: "x" }, { DockerId: "abc", Name: "web" }] };

test("of the task document: the task, or its container", () => {
  expect(taskPart(document, task)).toBe(document);
  expect(taskPart(document, container)).toEqual({ DockerId: "abc", Name: "web" });
  expect(taskPart({ Tasks: [{ TaskARN: "arn:0" }, document] }, container)).toEqual({ DockerId: "abc", Name: "web" });
});

test("of the stats document: one container's, or all of a task's", () => {
  const stats = { abc: { read: 1 }, x: { read: 2 }, other: null };
  expect(statsPart(stats, ["abc"])).toEqual({ read: 1 });
  expect(statsPart(stats, ["abc", "x"])).toEqual({ abc: { read: 1 }, x: { read: 2 } });
});

test.each([null, undefined, 7, "text", [], {}, { Containers: "none" }])("nothing in %j", (bad) => {
  expect(taskPart(bad, task)).toBeUndefined();
  expect(taskPart(bad, container)).toBeUndefined();
  expect(statsPart(bad, ["abc"])).toBeUndefined();
});
