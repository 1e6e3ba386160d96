import { describe, expect, it } from "vitest";
import { eventsIn, readEvent } from "./read.ts";

const nowMs = Date.UTC(2026, 0, 15);
const good = {
  _aws: {
    Timestamp: nowMs,
    CloudWatchMetrics: [
      {
        Namespace: "shop",
        Dimensions: [["Service"], ["Service", "Container"]],
        Metrics: [{ Name: "Cpu", Unit: "Percent" }, { Name: "Restarts" }],
      },
    ],
  },
  Service: "web",
  Container: "nginx",
  TaskId: "0123",
  Cpu: [12.5, 13],
  Restarts: 2,
};

type Directive = (typeof good)["_aws"]["CloudWatchMetrics"][number];

const read = (document: object): unknown => readEvent(JSON.stringify(document), nowMs);
const withDirective = (more: Partial<Record<keyof Directive, unknown>>, root: object = {}): unknown => {
  const [directive] = good._aws.CloudWatchMetrics;
  return read({ ...good, ...root, _aws: { ...good._aws, CloudWatchMetrics: [{ ...directive, ...more }] } });
};
const at = (Timestamp: number): unknown => read({ ...good, _aws: { ...good._aws, Timestamp } });

describe("a reader of the embedded metric format", () => {
  it("makes a metric for each set of dimensions", () => {
    const data = readEvent(JSON.stringify(good), nowMs);
    expect(data.map(({ name, unit, dimensions, values }) => [name, unit, dimensions, values])).toEqual([
      ["Cpu", "Percent", { Service: "web" }, [12.5, 13]],
      ["Cpu", "Percent", { Service: "web", Container: "nginx" }, [12.5, 13]],
      ["Restarts", "None", { Service: "web" }, [2]],
      ["Restarts", "None", { Service: "web", Container: "nginx" }, [2]],
    ]);
    expect(data[0]).toMatchObject({ namespace: "shop", properties: { TaskId: "0123" }, atMs: nowMs });
  });

  const many = Array.from({ length: 101 }, (_, place) => `m${place}`);
  it.each<[string, () => unknown]>([
    ["text beside the JSON", () => readEvent(`{} ${JSON.stringify(good)}`, nowMs)],
    ["an unknown unit", () => withDirective({ Metrics: [{ Name: "Cpu", Unit: "Bytes/second" }] })],
    ["an unknown member of the metadata", () => read({ ...good, _aws: { ...good._aws, Region: "x" } })],
    [
      "more than a hundred metrics",
      () =>
        withDirective({ Metrics: many.map((Name) => ({ Name })) }, Object.fromEntries(many.map((name) => [name, 1]))),
    ],
    [
      "more than thirty dimensions",
      () => withDirective({ Dimensions: [many.slice(0, 31)] }, Object.fromEntries(many.map((name) => [name, "x"]))),
    ],
    ["no dimensions at all", () => withDirective({ Dimensions: [] })],
    ["NaN, which JSON makes null", () => read({ ...good, Cpu: Number.NaN })],
    ["a number beyond 2^360", () => read({ ...good, Cpu: 2 ** 361 })],
    ["more than a hundred values", () => read({ ...good, Cpu: many.map(() => 1) })],
    ["a metric that is not in the root", () => withDirective({ Metrics: [{ Name: "Memory" }] })],
    ["a metric twice", () => withDirective({ Metrics: [{ Name: "Cpu" }, { Name: "Cpu" }] })],
    ["a dimension that is not in the root", () => withDirective({ Dimensions: [["Cluster"]] })],
    ["a dimension that is a number", () => withDirective({ Dimensions: [["Restarts"]] })],
    ["a dimension without a value", () => read({ ...good, Service: "" })],
    ["a dimension that is not ASCII", () => read({ ...good, Service: "café" })],
    ["a long dimension", () => read({ ...good, Service: "x".repeat(1025) })],
    ["a namespace of AWS", () => withDirective({ Namespace: "AWS/ECS" })],
    ["a time two weeks back", () => at(nowMs - 14 * 86_400_000 - 1)],
    ["a time two hours ahead", () => at(nowMs + 7_200_001)],
    ["a time with a fraction", () => at(nowMs + 0.5)],
    ["an event of 256 KB", () => read({ ...good, note: "x".repeat(262_144) })],
  ])("refuses %s", (_, refused) => {
    expect(refused).toThrow();
  });

  it("takes times that are just within", () => {
    expect(() => [at(nowMs - 14 * 86_400_000), at(nowMs + 7_200_000)]).not.toThrow();
  });

  it("wants whole lines", () => {
    expect(eventsIn("{}\n{}\n")).toEqual(["{}", "{}"]);
    expect(() => eventsIn('{}\n{"_a')).toThrow("no end");
  });
});
