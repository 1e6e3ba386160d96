import { describe, expect, it } from "vitest";
import { stdout } from "./index.ts";

const { config, detect, limits } = stdout;
const place = { form: "sidecar", reasons: [] } as const;

const fault = (options: object): string | undefined => config.safeParse(options).error?.issues[0]?.message;

describe("the configuration", () => {
  it("is complete when empty, and then off", () => {
    const empty = config.parse({});
    expect(detect(place, empty)).toEqual({ on: false, why: "no format is set" });
    expect(limits(empty)).toMatchObject({ cadenceMs: 60_000 });
  });

  it("is on with a format", () => {
    expect(detect(place, config.parse({ format: "emf" }))).toEqual({ on: true, why: "its format is set (emf)" });
  });

  it("sends a short list by few dimensions, none of which is an id", () => {
    const { metrics, dimensions } = config.parse({ format: "emf" });
    expect(metrics).toHaveLength(10);
    expect(dimensions).toEqual(["ClusterName ServiceName", "ClusterName ServiceName ContainerName"]);
  });

  it.each(["TaskId", "ClusterName ContainerName ContainerId", "TaskDefinitionFamily TaskDefinitionRevision"])(
    "refuses the dimensions %s, and says what they cost",
    (set) => {
      expect(fault({ dimensions: [set] })).toMatch(/new metrics with every task.*idDimensions to allow/);
      expect(fault({ dimensions: [set], idDimensions: "allow" })).toBeUndefined();
    },
  );

  it.each([
    { format: "text" },
    { namespace: "AWS/ECS" },
    { namespace: " " },
    { namespace: "näme" },
    { metrics: [] },
    { metrics: ["CPUUtilization"] },
    { metrics: ["RestartCount", "RestartCount"] },
    { dimensions: [] },
    { dimensions: [""] },
    { dimensions: ["Cluster"] },
    { dimensions: ["ClusterName ClusterName"] },
    { intervalMs: 10 },
  ])("refuses %j", (bad) => {
    expect(config.safeParse(bad).success).toBe(false);
  });
});
