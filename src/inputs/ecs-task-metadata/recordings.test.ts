import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { noKeepsake } from "../../../test/no-keepsake.ts";
import { noPlugins } from "../../../test/no-plugins.ts";
import { placeOf } from "../../app/where-am-i.ts";
import { openContainerBoard } from "../../pipeline/container-board.ts";
import { openRecorder } from "../../pipeline/recorder.ts";
import { systemClock } from "../../platform/clock.ts";
import { nodeFiles } from "../../platform/files.ts";
import { gunzip } from "../../platform/gzip.ts";
import { nodeHttpClient } from "../../platform/http-client.ts";
import { serveHttp } from "../../platform/http-server.ts";
import { answer } from "../../simulate/answer.ts";
import { daemonPlan } from "../../simulate/plans.ts";
import { scriptedSource } from "../../simulate/scripted-source.ts";
import { jsonText } from "../../simulate/shapes/json-text.ts";
import { type ShapeName, shapes } from "../../simulate/shapes/shape.ts";
import { directoryOf } from "../../simulate/source.ts";
import { configSchema } from "./config.ts";
import { ecsTaskMetadata } from "./index.ts";

interface Recording {
  readonly name: string;
  readonly task: string;
  readonly stats: string;
}

const simulated = (shape: ShapeName): Recording => {
  const startedAtMs = Date.UTC(2026, 0, 1, 12);
  const containers = ["web", "api", "cron"].map((name, place) => ({
    name,
    load: { rxBytesPerMs: 100 * (place + 1), cpuNsPerMs: 30_000 * (place + 1), readBytesPerMs: 7 * (place + 1) },
    ...(place === 2 ? { essential: false, exits: { afterMs: 3000, exitCode: 0 } } : { memoryMib: 200 }),
  }));
  const source = scriptedSource([{ shape: shapes[shape], plan: { ...daemonPlan, containers }, startedAtMs }]);
  const nowMs = startedAtMs + 95_000;
  const directory = directoryOf(source, nowMs);
  const [endpointId] = directory.keys();
  const body = (resource: string): string =>
    jsonText(
      answer({ source, directory, nowMs, statsFaults: [], tagsRefused: false }, `/v4/${endpointId}${resource}`).json,
    );
  return { name: `simulated ${shape}`, task: body("/task"), stats: body("/task/stats") };
};

/** Recordings of real endpoints, where somebody has put them beside the project. */
const folder = join(import.meta.dirname, "../../../../shared/fixtures/ecs-metadata");
const recorded = (name: string): readonly Recording[] => {
  const path = (document: string) => join(folder, `${name}_task_${document}.json`);
  if (!existsSync(path("stats"))) return [];
  const read = (document: string) => readFileSync(path(document), "utf8");
  return [{ name: `recorded ${name}`, task: read("metadata"), stats: read("stats") }];
};

const recordings: readonly Recording[] = [
  ...(["fargate", "fargate-v2", "ec2-bridge", "ec2-bridge-v1", "ec2-awsvpc", "managed-instances"] as const).map(
    simulated,
  ),
  ...recorded("ec2"),
  ...recorded("fargate"),
];

/** Serves the two documents and collects them once, by real HTTP. Values by container (or "task") and metric. */
const collect = async ({ task, stats }: Recording): Promise<ReadonlyMap<string, number>> => {
  const bodies: Readonly<Record<string, string>> = { "/v4/id/task": task, "/v4/id/task/stats": stats };
  const server = await serveHttp({ host: "127.0.0.1", port: 0 }, ({ path }) => {
    const body = bodies[path];
    return body === undefined
      ? { status: 404, body: "404 page not found\n" }
      : { status: 200, headers: { "content-type": "application/json" }, body };
  });
  if (!server.ok) throw new Error(server.problem.detail);
  const http = nodeHttpClient();
  const url = `http://127.0.0.1:${server.port}/v4/id`;
  const recording = openRecorder(systemClock.now());
  const input = ecsTaskMetadata.create(configSchema.parse({}), {
    place: placeOf({ environment: { ECS_CONTAINER_METADATA_URI_V4: url }, dockerSocketExists: false }),
    clock: systemClock,
    http,
    files: nodeFiles,
    gunzip,
    plugins: noPlugins,
    containers: openContainerBoard(),
    keepsake: noKeepsake,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  const outcome = await input.collect({
    recorder: recording.recorder,
    signal: new AbortController().signal,
    nowMs: systemClock.now(),
    report: () => {},
  });
  await http.close();
  await server.close(0);
  expect(outcome).toEqual({ ok: true });
  const values = new Map<string, number>();
  for (const { resource, points } of recording.close().drafts.values()) {
    const owner = resource.scope === "container" ? resource.container.name : "task";
    for (const { metric, value, attributes } of points) {
      values.set([owner, metric, ...Object.values(attributes)].join(" "), value);
    }
  }
  return values;
};

// From here on an independent calculation: nothing of the program, the documents' own words alone.

interface Rows {
  readonly major: number;
  readonly op: string;
  readonly value: number;
}

interface Sample {
  readonly cpu_stats: { readonly cpu_usage: { readonly total_usage: number }; readonly online_cpus: number };
  readonly memory_stats: { readonly usage: number; readonly stats: Readonly<Record<string, number>> };
  readonly blkio_stats: { readonly io_service_bytes_recursive: readonly Rows[] | null };
  readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>>;
  readonly read?: string;
}

interface Task {
  readonly Limits?: { readonly CPU?: number; readonly Memory?: number };
  readonly Containers: readonly {
    readonly DockerId: string;
    readonly Name: string;
    readonly ExitCode?: number;
    readonly Limits: { readonly CPU: number; readonly Memory?: number };
    readonly Networks: readonly { readonly NetworkMode: string }[];
  }[];
}

const diskBytes = ({ blkio_stats }: Sample, op: RegExp): number =>
  (blkio_stats.io_service_bytes_recursive ?? [])
    .filter((row) => op.test(row.op) && row.major === 259)
    .reduce((sum, { value }) => sum + value, 0);

const expectContainer = (expected: Map<string, number>, name: string, sample: Sample): void => {
  const { usage, stats } = sample.memory_stats;
  expected.set(`${name} container.cpu.time`, sample.cpu_stats.cpu_usage.total_usage / 1e9);
  expected.set(`${name} container.cpu.online`, sample.cpu_stats.online_cpus);
  expected.set(`${name} container.memory.usage`, usage);
  const inactive = stats.total_inactive_file ?? stats.inactive_file ?? Number.NaN;
  expected.set(`${name} container.memory.working_set`, usage - inactive);
  expected.set(`${name} container.memory.cache`, stats.total_cache ?? stats.file ?? Number.NaN);
  expected.set(`${name} container.memory.rss`, stats.total_rss ?? stats.anon ?? Number.NaN);
  if (sample.blkio_stats.io_service_bytes_recursive?.length) {
    expected.set(`${name} container.disk.read`, diskBytes(sample, /^read$/i));
    expected.set(`${name} container.disk.written`, diskBytes(sample, /^write$/i));
  }
};

const expectNetwork = (expected: Map<string, number>, owner: string, scope: string, sample: Sample): void => {
  for (const [name, { rx_bytes, tx_bytes }] of Object.entries(sample.networks ?? {})) {
    expected.set(`${owner} ${scope}.network.receive ${name}`, rx_bytes);
    expected.set(`${owner} ${scope}.network.transmit ${name}`, tx_bytes);
  }
};

const calculate = ({ task: taskText, stats: statsText }: Recording): ReadonlyMap<string, number> => {
  const task: Task = JSON.parse(taskText);
  const stats: Readonly<Record<string, Sample | null>> = JSON.parse(statsText);
  const expected = new Map<string, number>();
  if (task.Limits?.CPU) expected.set("task task.cpu.limit", task.Limits.CPU);
  if (task.Limits?.Memory) expected.set("task task.memory.limit", task.Limits.Memory * 1_048_576);
  const samples: Sample[] = [];
  for (const { DockerId, Name, ExitCode, Limits, Networks } of task.Containers) {
    const limitMib = Limits.Memory || task.Limits?.Memory;
    if (limitMib) expected.set(`${Name} container.memory.limit`, limitMib * 1_048_576);
    if (Limits.CPU > 2) expected.set(`${Name} container.cpu.reservation`, Limits.CPU / 1024);
    if (ExitCode !== undefined) expected.set(`${Name} container.exit_code`, ExitCode);
    const sample = stats[DockerId];
    if (!sample?.read) continue;
    samples.push(sample);
    expectContainer(expected, Name, sample);
    if (Networks[0]?.NetworkMode === "bridge") expectNetwork(expected, Name, "container", sample);
  }
  const [newest] = samples.toSorted((one, other) => (other.read ?? "").localeCompare(one.read ?? ""));
  if (newest && task.Containers[0]?.Networks[0]?.NetworkMode === "awsvpc") {
    expectNetwork(expected, "task", "task", newest);
  }
  return expected;
};

describe("what is recorded, beside an independent calculation from the JSON", () => {
  it.each(recordings)("$name", async (recording) => {
    const values = await collect(recording);
    const expected = calculate(recording);
    expect(expected.size).toBeGreaterThan(15);
    for (const [key, value] of expected) expect(values.get(key), key).toBe(value);

    // Nothing is told that the documents do not: no other network, limit or exit code.
    const guarded = /network\.(receive|transmit) |\.limit$|exit_code|reservation$/;
    const told = [...values.keys()].filter((key) => guarded.test(key));
    expect(told.toSorted()).toEqual([...expected.keys()].filter((key) => guarded.test(key)).toSorted());
  });
});
