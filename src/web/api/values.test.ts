import { describe, expect, it } from "vitest";
import { appsAtMs, appsSnapshot, everyKind, targetEntry } from "../../../test/app-world.ts";
import type { AppFamily } from "../../model/app-family.ts";
import * as contract from "./contract.ts";
import { valuesOf } from "./values.ts";

const many = (count: number): AppFamily => ({
  name: "many",
  kind: "gauge",
  samples: Array.from({ length: count }, (_, id) => ({ labels: { id: `${id}` }, value: id, atMs: appsAtMs })),
});

describe("the values of apps", () => {
  it("are in the answer as the contract has them", () => {
    const report = contract.values.parse(valuesOf(appsSnapshot([targetEntry(1, everyKind(1))])));
    const [resource] = report.resources;
    expect(resource).toMatchObject({ scope: "target", name: "web" });
    expect(resource?.families?.map(({ name, kind }) => `${kind} ${name}`)).toEqual(
      everyKind(1).map(({ name, kind }) => `${kind} ${name}`),
    );
    expect(resource?.families?.[0]?.samples[0]).toEqual({
      labels: { method: "get", code: "200" },
      atMs: appsAtMs - 500,
      value: 1000,
      perSecond: 10,
    });
    expect(resource?.families?.[2]?.samples[0]).toMatchObject({
      count: 100,
      gained: { overMs: 10_000, count: 10, sum: 4 },
      buckets: [
        { upperBound: 0.1, count: 60 },
        { upperBound: 1, count: 90 },
      ],
    });
  });

  it("are so many at most, and what is left out is told", () => {
    const report = contract.values.parse(valuesOf(appsSnapshot([targetEntry(1, [many(6000)])])));
    expect(report.resources[0]?.families?.[0]?.samples).toHaveLength(5000);
    expect(report.appSeriesLeftOut).toBe(1000);
  });

  it("are not there where there is none", () => {
    const report = contract.values.parse(valuesOf(appsSnapshot([])));
    expect(report).toEqual({ takenAtMs: appsAtMs, resources: [] });
  });
});
