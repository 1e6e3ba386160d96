import { expect, test } from "vitest";
import type { CatalogueReport, ValuesReport } from "../../../src/web/api/contract.ts";
import { attributesText, matches } from "../parts/matching.ts";
import { matchingMetrics, matchingOptions, telling, valuesByMetric } from "./matching.ts";

const metric = (id: string): CatalogueReport["metrics"][number] => ({
  id,
  prometheus: id.replaceAll(".", "_"),
  scope: "task",
  kind: "gauge",
  unit: "1",
  description: `About ${id}`,
});

const resources: ValuesReport["resources"] = [
  {
    key: "t",
    scope: "task",
    name: "web",
    points: [
      { metric: "task.cpu", attributes: {}, value: 1, atMs: 0 },
      { metric: "task.network", attributes: { interface: "eth0" }, value: 5, perSecond: 2, atMs: 0 },
    ],
  },
  { key: "u", scope: "task", name: "api", points: [{ metric: "task.cpu", attributes: {}, value: null, atMs: 0 }] },
];

test.each([
  ["", true],
  ["CPU web", true],
  ["web cpu ", true],
  ["cpu db", false],
])("the filter %j", (filter, found) => {
  expect(matches(filter, ["task.cpu", "Web"])).toBe(found);
});

test("options by their text, and only those that are set", () => {
  const option = (name: string, set: boolean) => ({ option: name, value: "9546", set, description: "Port" });
  const options = [option("server.port", true), option("server.host", false)];
  expect(matchingOptions(options, "port", false).length).toBe(2);
  expect(matchingOptions(options, "server", true).map(({ option: name }) => name)).toEqual(["server.port"]);
});

test("metrics with their present values", () => {
  const present = valuesByMetric(resources);
  expect(present.get("task.cpu")?.map(({ resource, value }) => [resource, value])).toEqual([
    ["web", 1],
    ["api", null],
  ]);
  const metrics = [metric("task.cpu"), metric("task.network"), metric("task.memory")];
  expect(matchingMetrics(metrics, present, "", true).map(({ id }) => id)).toEqual(["task.cpu", "task.network"]);
  expect(matchingMetrics(metrics, present, "memory", false).map(({ id }) => id)).toEqual(["task.memory"]);
});

test("of a state, the present word tells", () => {
  const value = (status: string, is: number) => ({
    resource: "web",
    attributes: { status },
    value: is,
    perSecond: undefined,
  });
  const states = [value("RUNNING", 1), value("STOPPED", 0)];
  expect(telling("state", states).map(({ attributes }) => attributesText(attributes))).toEqual(["status=RUNNING"]);
  expect(telling("gauge", states).length).toBe(2);
});
