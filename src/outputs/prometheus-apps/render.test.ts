import { describe, expect, it } from "vitest";
import { appsAtMs, appsSnapshot, targetEntry, twoTargets } from "../../../test/app-world.ts";
import type { AppFamily } from "../../model/app-family.ts";
import { readExposition } from "../prometheus/exposition-reader.ts";
import { prometheusApps } from "./index.ts";

const render = (config: Record<string, unknown>, snapshot = twoTargets(), accept = "") => {
  const output = prometheusApps.create(prometheusApps.config.parse(config));
  return output.render(snapshot, output.variant({ accept }));
};

const gauge: AppFamily = { name: "alloc", kind: "gauge", samples: [{ labels: {}, value: 1, atMs: appsAtMs }] };
const counter: AppFamily = { name: "alloc", kind: "counter", samples: [{ labels: {}, value: 2, atMs: appsAtMs }] };

describe("/apps/metrics", () => {
  it("is empty without apps", () => {
    expect(render({}, appsSnapshot([])).body).toBe("");
    expect(render({}, appsSnapshot([]), "application/openmetrics-text").body).toBe("# EOF\n");
  });

  it("gives only the metrics that are asked for", () => {
    const families = readExposition(render({ metrics: ["queue_length"] }).body, "text");
    expect(families.map(({ name, samples }) => [name, samples.map(({ value }) => value)])).toEqual([
      ["queue_length", [-2.5, -5]],
    ]);
  });

  it("says what it leaves out, being too much", () => {
    const { problems, leftOut } = render({ maxSeries: 16 });
    expect(leftOut).toBe(16);
    expect(problems).toMatchObject([{ code: "app-series-limit", detail: "16 series left out" }]);
  });

  it("has a counter without a type in OpenMetrics where a gauge has its family's name", () => {
    const snapshot = appsSnapshot([targetEntry(1, [gauge, counter])]);
    const read = (accept: string, format: "text" | "openmetrics") =>
      readExposition(render({}, snapshot, accept).body, format).map(({ name, type }) => `${type} ${name}`);
    expect(read("", "text")).toEqual(["gauge alloc", "counter alloc_total"]);
    expect(read("application/openmetrics-text", "openmetrics")).toEqual(["gauge alloc", "unknown alloc_total"]);
  });
});
