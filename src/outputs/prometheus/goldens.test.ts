import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../../../test/golden.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { readExposition } from "./exposition-reader.ts";
import { prometheus } from "./index.ts";
import { bridgeSnapshot, daemonSnapshot, everyMetricSnapshot, fargateSnapshot } from "./sample-snapshots.ts";

const open = "application/openmetrics-text;version=1.0.0";

interface Golden {
  /** In cases/: <snapshot>/<dialects>.<format>. */
  readonly file: string;
  readonly snapshot: () => Snapshot;
  readonly config: Record<string, unknown>;
  readonly accept?: string;
}

const goldens: readonly Golden[] = [
  { file: "every-metric/taskvitals.txt", snapshot: everyMetricSnapshot, config: { dialects: ["taskvitals"] } },
  {
    file: "every-metric/all.openmetrics",
    snapshot: everyMetricSnapshot,
    accept: open,
    config: { dialects: ["taskvitals", "ee", "ecs-exporter"] },
  },
  { file: "fargate/taskvitals.txt", snapshot: fargateSnapshot, config: { dialects: ["taskvitals"] } },
  { file: "fargate/ee.txt", snapshot: fargateSnapshot, config: { dialects: ["ee"] } },
  { file: "fargate/ecs-exporter.txt", snapshot: fargateSnapshot, config: { dialects: ["ecs-exporter"] } },
  { file: "fargate/ee.openmetrics", snapshot: fargateSnapshot, accept: open, config: { dialects: ["ee"] } },
  { file: "fargate/timestamps.openmetrics", snapshot: fargateSnapshot, accept: open, config: { timestamps: "on" } },
  { file: "bridge/taskvitals.txt", snapshot: bridgeSnapshot, config: { dialects: ["taskvitals"] } },
  { file: "bridge/ee.txt", snapshot: bridgeSnapshot, config: { dialects: ["ee"] } },
  { file: "bridge/ecs-exporter.txt", snapshot: bridgeSnapshot, config: { dialects: ["ecs-exporter"] } },
  {
    file: "bridge/ee-internal-timestamps.txt",
    snapshot: bridgeSnapshot,
    config: { dialects: ["ee"], internalContainers: "show", timestamps: "on" },
  },
  {
    file: "daemon/taskvitals-labels.txt",
    snapshot: daemonSnapshot,
    config: { dialects: ["taskvitals"], labels: ["team", "com.example.cost-centre"] },
  },
  { file: "daemon/ee.txt", snapshot: daemonSnapshot, config: { dialects: ["ee"] } },
  { file: "daemon/ecs-exporter.txt", snapshot: daemonSnapshot, config: { dialects: ["ecs-exporter"] } },
];

describe("the exposition of", () => {
  it.each(goldens)("$file", ({ file, snapshot, config, accept = "" }) => {
    const output = prometheus.create(prometheus.config.parse(config));
    const { body, problems } = output.render(snapshot(), output.variant({ accept }));
    readExposition(body, accept === open ? "openmetrics" : "text");
    expect(problems).toEqual([]);
    expectGolden(join(import.meta.dirname, "cases", file), body);
  });
});
