import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { serveHttp } from "../../src/platform/http-server.ts";

/**
 * Real recordings of the task metadata endpoint, served over HTTP to the real program; the expected values are
 * calculated here from the JSON, by other code than the program's.
 */
const recordings = join(import.meta.dirname, "..", "..", "..", "shared", "fixtures", "ecs-metadata");
const main = join(import.meta.dirname, "..", "..", "src", "main.ts");
const run = promisify(execFile);

// biome-ignore lint/suspicious/noExplicitAny: the recordings are read as they are, without the program's parsers
type Json = any;

interface Recording {
  readonly task: Json;
  readonly stats: Json;
  /** Lines of /metrics by name and labels. */
  readonly lines: ReadonlyMap<string, number>;
}

const expose = async (launch: "ec2" | "fargate"): Promise<Recording> => {
  const text = async (name: string): Promise<string> =>
    readFile(join(recordings, `${launch}_task_${name}.json`), "utf8");
  const bodies: Record<string, string> = {
    "/v4/x/task": await text("metadata"),
    "/v4/x/task/stats": await text("stats"),
  };
  const server = await serveHttp({ host: "127.0.0.1", port: 0 }, ({ path }) => {
    const body = bodies[path];
    return body === undefined
      ? { status: 404, body: '"unknown"' }
      : { status: 200, headers: { "content-type": "application/json" }, body };
  });
  if (!server.ok) throw new Error(server.problem.code);
  try {
    const { stdout } = await run(process.execPath, [main, "once", "--format", "prometheus"], {
      env: { PATH: process.env.PATH, ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1:${server.port}/v4/x` },
    });
    const lines = new Map<string, number>();
    for (const line of stdout.split("\n")) {
      if (line === "" || line.startsWith("#")) continue;
      const space = line.lastIndexOf(" ");
      lines.set(line.slice(0, space), Number(line.slice(space + 1)));
    }
    return {
      task: JSON.parse(bodies["/v4/x/task"] ?? ""),
      stats: JSON.parse(bodies["/v4/x/task/stats"] ?? ""),
      lines,
    };
  } finally {
    await server.close(0);
  }
};

/** The one line of a metric whose labels contain all of these. */
const exposed = ({ lines }: Recording, metric: string, ...labels: string[]): number | undefined => {
  const found = [...lines].filter(
    ([name]) => (name === metric || name.startsWith(`${metric}{`)) && labels.every((label) => name.includes(label)),
  );
  expect(found.length, `${metric} ${labels.join()}: ${found.map(([name]) => name).join()}`).toBeLessThanOrEqual(1);
  return found[0]?.[1];
};

const running = ({ task, stats }: Recording): { name: string; id: string; raw: Json; metadata: Json }[] =>
  task.Containers.filter((container: Json) => stats[container.DockerId]?.read).map((container: Json) => ({
    name: container.Name,
    id: container.DockerId,
    raw: stats[container.DockerId],
    metadata: container,
  }));

const bytes = (raw: Json, op: "read" | "write"): number =>
  (raw.blkio_stats.io_service_bytes_recursive ?? [])
    .filter((row: Json) => row.op.toLowerCase() === op)
    .reduce((sum: number, row: Json) => sum + (row.value ?? 0), 0);

const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

describe.skipIf(!existsSync(recordings))("recordings (they are not always beside the project)", () => {
  it.each(["ec2", "fargate"] as const)("%s: container values are those of the JSON", async (launch) => {
    const recording = await expose(launch);
    const v1 = launch === "fargate";
    expect(running(recording).length).toBeGreaterThan(1);
    for (const { name, raw } of running(recording)) {
      const label = `container_name="${name}"`;
      const { usage, stats } = raw.memory_stats;
      const cpuSeconds = raw.cpu_stats.cpu_usage.total_usage / 1e9;
      const elapsed = (Date.parse(raw.read) - Date.parse(raw.preread)) / 1000;
      const used = (raw.cpu_stats.cpu_usage.total_usage - raw.precpu_stats.cpu_usage.total_usage) / 1e9;
      const cache = v1 ? stats.total_cache : stats.file;
      const inactive = v1 ? stats.total_inactive_file : stats.inactive_file;
      expect(exposed(recording, "ecs_container_cpu_usage_seconds_total", label)).toBeCloseTo(cpuSeconds, 6);
      expect(exposed(recording, "ecs_container_cpu_usage_vcpus", label)).toBeCloseTo(used / elapsed, 3);
      expect(exposed(recording, "ecs_container_memory_usage_bytes", label)).toBe(usage);
      expect(exposed(recording, "ecs_container_memory_working_set_bytes", label)).toBe(usage - inactive);
      expect(exposed(recording, "ecs_container_memory_cache_bytes", label)).toBe(cache);
      expect(exposed(recording, "ecs_container_disk_written_bytes_total", label)).toBe(bytes(raw, "write"));
      expect(exposed(recording, "ee_container_cpu_usage_seconds_total", label)).toBeCloseTo(cpuSeconds, 6);
      expect(exposed(recording, "ee_container_memory_usage_byte", label)).toBe(usage);
      expect(exposed(recording, "ee_container_memory_usage_without_cache_byte", label)).toBe(usage - cache);
      expect(exposed(recording, "ee_container_block_io_read_bytes", label)).toBe(bytes(raw, "read"));
      expect(exposed(recording, "ee_container_block_io_write_bytes", label)).toBe(bytes(raw, "write"));
    }
  });

  it.each(["ec2", "fargate"] as const)("%s: task values add up", async (launch) => {
    const recording = await expose(launch);
    const containers = running(recording);
    const task = 'container_name="_task_"';
    const cpuSeconds = total(containers, ({ raw }) => raw.cpu_stats.cpu_usage.total_usage) / 1e9;
    expect(exposed(recording, "ecs_task_cpu_usage_seconds_total")).toBeCloseTo(cpuSeconds, 6);
    expect(exposed(recording, "ee_container_cpu_usage_seconds_total", task)).toBeCloseTo(cpuSeconds, 6);
    const usage = total(containers, ({ raw }) => raw.memory_stats.usage);
    expect(exposed(recording, "ecs_task_memory_usage_bytes")).toBe(usage);
    expect(exposed(recording, "ee_container_memory_usage_byte", task)).toBe(usage);
    const { Limits: limits } = recording.task;
    expect(exposed(recording, "ee_task_cpu_limit", task)).toBe(limits?.CPU);
    expect(exposed(recording, "ee_task_memory_limit_byte", task)).toBe(limits && limits.Memory * 1024 * 1024);
  });

  it("ec2 bridge: each container has its own traffic, the task their sum", async () => {
    const recording = await expose("ec2");
    const containers = running(recording);
    for (const { name, raw } of containers) {
      const received = exposed(recording, "ecs_container_network_receive_bytes_total", `container_name="${name}"`);
      expect(received).toBe(raw.networks.eth0.rx_bytes);
    }
    const sum = total(containers, ({ raw }) => raw.networks.eth0.rx_bytes);
    expect(exposed(recording, "ecs_task_network_receive_bytes_total", 'interface="eth0"')).toBe(sum);
    expect(exposed(recording, "ee_container_network_io_rx_bytes", 'container_name="_task_"')).toBe(sum);
  });

  it("fargate: the task's one interface is counted once, from the newest sample", async () => {
    const recording = await expose("fargate");
    const [newest] = running(recording).toSorted((a, b) => b.raw.read.localeCompare(a.raw.read));
    const received = newest?.raw.networks.eth1.rx_bytes;
    expect(received).toBeGreaterThan(0);
    expect(exposed(recording, "ecs_task_network_receive_bytes_total")).toBe(received);
    expect(exposed(recording, "ee_container_network_io_rx_bytes", 'container_name="_task_"')).toBe(received);
    expect(exposed(recording, "ecs_container_network_receive_bytes_total")).toBeUndefined();
  });

  it.each(["ec2", "fargate"] as const)("%s: a stopped container has its exit code and no figures", async (launch) => {
    const recording = await expose(launch);
    const stopped = recording.task.Containers.filter((container: Json) => container.KnownStatus === "STOPPED");
    expect(stopped.length).toBeGreaterThan(0);
    for (const { Name, ExitCode } of stopped) {
      const label = `container_name="${Name}"`;
      expect(exposed(recording, "ecs_container_exit_code", label)).toBe(ExitCode);
      expect(exposed(recording, "ecs_container_cpu_usage_seconds_total", label)).toBeUndefined();
      expect(exposed(recording, "ecs_container_memory_usage_bytes", label)).toBeUndefined();
    }
  });
});
