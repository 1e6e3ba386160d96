import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { twoTargets } from "../../../test/app-world.ts";
import { daemonSnapshots, taskSnapshots } from "../../../test/datadog/snapshots.ts";
import { eventsIn, readEvent } from "../../../test/fakes/emf/read.ts";
import { expectGolden } from "../../../test/golden.ts";
import { pushDeps } from "../../../test/push-deps.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Delivery } from "../../ports/push-output.ts";
import { fargateSnapshot } from "../elasticsearch/sample-snapshots.ts";
import { everyMetricSnapshot } from "../prometheus/sample-snapshots.ts";
import { stdout } from "./index.ts";

const written = (deliveries: readonly Delivery[], config: Record<string, unknown>): string => {
  const output = stdout.create(stdout.config.parse(config), pushDeps());
  return new TextDecoder().decode(output.encode(output.select(deliveries)).body);
};

const of = (...snapshots: readonly Snapshot[]): readonly Delivery[] =>
  snapshots.map((snapshot) => ({ kind: "snapshot", snapshot }));

const later = (snapshot: Snapshot, ms: number, factor: number): Snapshot => ({
  ...snapshot,
  takenAtMs: snapshot.takenAtMs + ms,
  entries: snapshot.entries.map(({ resource, points }) => ({
    resource,
    points: points.map((point) => ({ ...point, value: point.value * factor, atMs: point.atMs + ms })),
  })),
});

const allMetrics = stdout.config.shape.metrics.unwrap().element.options;
const ids = ["ClusterName TaskId", "ClusterName TaskDefinitionFamily ContainerName ContainerId"];
const fargate = (): Promise<readonly Snapshot[]> => taskSnapshots("shape-fargate-v1");
const bridge = (): Promise<readonly Snapshot[]> => taskSnapshots("shape-ec2-bridge-v1");

interface Case {
  readonly file: string;
  readonly snapshots: () => Promise<readonly Snapshot[]>;
  readonly config: Readonly<Record<string, unknown>>;
}

const cases: readonly Case[] = [
  { file: "emf-fargate.txt", snapshots: fargate, config: { format: "emf" } },
  { file: "emf-bridge.txt", snapshots: bridge, config: { format: "emf", internalContainers: "show" } },
  { file: "emf-daemon.txt", snapshots: daemonSnapshots, config: { format: "emf", namespace: "shop/tasks" } },
  {
    file: "emf-all-metrics-by-ids.txt",
    snapshots: fargate,
    config: { format: "emf", metrics: allMetrics, dimensions: ids, idDimensions: "allow" },
  },
  { file: "json-fargate.txt", snapshots: fargate, config: { format: "json" } },
  { file: "json-daemon.txt", snapshots: daemonSnapshots, config: { format: "json" } },
  { file: "json-apps.txt", snapshots: async () => [twoTargets()], config: { format: "json" } },
  { file: "json-every-metric.txt", snapshots: async () => [everyMetricSnapshot()], config: { format: "json" } },
];

/** Of a line of a log, for people who read the difference of two. */
const unfolded = (line: string): string => JSON.stringify(JSON.parse(line), undefined, 1);

describe("what is written", () => {
  it.each(cases)("$file", async ({ file, snapshots, config }) => {
    const seen = await snapshots();
    const lines = eventsIn(written(of(...seen), config));
    expectGolden(join(import.meta.dirname, "cases", file), `${lines.map(unfolded).join("\n")}\n`);
    if (config.format === "emf") for (const line of lines) readEvent(line, seen.at(-1)?.takenAtMs ?? 0);
  });

  it("of a minute is one line with the values of all its samples", () => {
    const first = fargateSnapshot();
    const text = written(of(first, later(first, 10_000, 2), later(first, 20_000, 3)), { format: "emf" });
    const data = eventsIn(text).flatMap((line) => readEvent(line, first.takenAtMs));
    const memory = data.filter(
      ({ name, properties }) => name === "ContainerMemoryUtilization" && properties.ContainerName === "web",
    );
    const [one = 0] = memory[0]?.values ?? [];
    expect(memory.map(({ values }) => values.map((value) => value / one))).toEqual([[1, 2, 3]]);
    expect(memory[0]?.atMs).toBe(first.takenAtMs + 20_000);
  });

  it("of a sample seen twice is one value", () => {
    const first = fargateSnapshot();
    const text = written(of(first, { ...first, takenAtMs: first.takenAtMs + 1000 }), { format: "emf" });
    const counts = eventsIn(text).flatMap((line) =>
      readEvent(line, first.takenAtMs).map(({ values }) => values.length),
    );
    expect(new Set(counts)).toEqual(new Set([1]));
  });

  it("of a backlog is a line for every interval, in either format", () => {
    const first = fargateSnapshot();
    const backlog = Array.from({ length: 18 }, (_, place) => later(first, place * 10_000, 1));
    for (const format of ["emf", "json"]) {
      const lines = eventsIn(written(of(...backlog), { format }));
      expect(lines.filter((line) => /"ContainerName":"web"|"container_name":"web"/.test(line))).toHaveLength(3);
    }
  });

  it("keeps lines whole whatever names are", () => {
    const snapshot = fargateSnapshot();
    const entries = snapshot.entries.map(({ resource, points }) =>
      resource.scope === "container"
        ? { resource: { ...resource, container: { ...resource.container, name: "a\nb\r\u2028" } }, points }
        : { resource, points },
    );
    for (const format of ["emf", "json"]) {
      const lines = eventsIn(written(of({ ...snapshot, entries }), { format }));
      expect(lines.map((line): unknown => JSON.parse(line))).not.toEqual([]);
      if (format === "emf") for (const line of lines) readEvent(line, snapshot.takenAtMs);
    }
  });

  it("takes the family's name for a task without a service", () => {
    const snapshot = fargateSnapshot();
    const entries = snapshot.entries.map((entry) => {
      const { resource } = entry;
      if (resource.scope !== "task") return entry;
      const { service: _, ...task } = resource.task;
      return { ...entry, resource: { ...resource, task } };
    });
    const [line = ""] = eventsIn(written(of({ ...snapshot, entries }), { format: "emf" }));
    const [datum] = readEvent(line, snapshot.takenAtMs);
    expect(Object.keys(datum?.dimensions ?? {})).toEqual(["ClusterName", "TaskDefinitionFamily"]);
  });

  it("as JSON has what happened too", () => {
    const [entry] = fargateSnapshot().entries;
    if (entry === undefined) throw new Error("a snapshot has entries");
    const happening = { kind: "stopped", atMs: 1000, resource: entry.resource, facts: { exitCode: "3" } } as const;
    const text = written([{ kind: "happenings", happenings: [happening] }], { format: "json" });
    expect(JSON.parse(text)).toMatchObject({
      timestamp: "1970-01-01T00:00:01.000Z",
      scope: "task",
      event: "stopped",
      facts: { exitCode: "3" },
    });
    expect(written([{ kind: "happenings", happenings: [happening] }], { format: "emf" })).toBe("");
  });
});
