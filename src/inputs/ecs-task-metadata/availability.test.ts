import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPlan } from "../../../test/metadata-cases/case-file.ts";
import { runCase } from "../../../test/metadata-cases/run-case.ts";
import { catalogue, isMetricId, type MetricId } from "../../catalogue/catalogue.ts";
import type { Availability, CgroupName, LaunchName } from "../../catalogue/define.ts";
import { type Shape, type ShapeName, shapes } from "../../simulate/shapes/shape.ts";

const isShapeName = (name: string): name is ShapeName => Object.hasOwn(shapes, name);
const shapeNames = Object.keys(shapes).filter(isShapeName);

const launches: Readonly<Record<Shape["launchType"], LaunchName>> = {
  FARGATE: "fargate",
  EC2: "ec2",
  EXTERNAL: "anywhere",
  MANAGED_INSTANCES: "managed-instances",
};

const admits = ({ launch, network, cgroup }: Availability, shape: Shape): boolean => {
  const version: CgroupName = shape.os === "windows" ? "windows" : shape.cgroup === 1 ? "v1" : "v2";
  return (
    (launch?.includes(launches[shape.launchType]) ?? true) &&
    (network?.some((mode) => mode === shape.networkMode) ?? true) &&
    (cgroup?.includes(version) ?? true)
  );
};

const given = {
  about: "",
  endpoint: "v4" as const,
  config: {},
  files: {},
  fileSystems: {},
  containers: {},
  stats: {},
  show: [""],
  steps: [60, 71].map((at) => ({ at, containers: {}, stats: {}, replies: {}, faults: [] })),
};

const windowsOnEc2: Partial<Shape> = { launchType: "EC2", refreshMs: 1000 };

const places: readonly { readonly name: ShapeName; readonly but: Partial<Shape> }[] = [
  ...shapeNames.map((name) => ({ name, but: {} })),
  { name: "fargate-windows", but: windowsOnEc2 },
];

describe("the catalogue says where each metric is", () => {
  it.each(places)("and it is nowhere else: $name $but", async ({ name, but }) => {
    const plan = await readPlan(join(import.meta.dirname, "cases", "plan.yaml"));
    const { outcomes } = await runCase({ ...given, shape: name, but }, plan);
    const shape: Shape = { ...shapes[name], ...but };
    const told = new Set<MetricId>();
    for (const { entries } of outcomes) {
      for (const { metric } of entries.flatMap(({ points }) => points)) if (isMetricId(metric)) told.add(metric);
    }
    expect(told.size).toBeGreaterThan(25);
    const strangers = [...told].filter((metric) => !admits(catalogue[metric].where ?? {}, shape));
    expect(strangers).toEqual([]);
  });
});
