import fc from "fast-check";
import { expect, test } from "vitest";
import type { Load } from "./plan.ts";
import { scriptedMoment } from "./scripted.ts";
import { type Json, jsonText } from "./shapes/json-text.ts";
import { type Shape, shapes } from "./shapes/shape.ts";
import { containerStats } from "./shapes/stats.ts";

const startedAtMs = Date.UTC(2026, 0, 5, 12);

const loads = fc.record<Load>({
  cpuNsPerMs: fc.nat(4_000_000),
  anonBytes: fc.nat(2 ** 31),
  fileBytes: fc.integer({ min: 2 ** 20, max: 2 ** 31 }),
  inactiveFileBytes: fc.nat(2 ** 20),
  growBytesPerMs: fc.nat(4_096),
  growCycleMs: fc.integer({ min: 1, max: 600_000 }),
  readBytesPerMs: fc.nat(100_000),
  writeBytesPerMs: fc.nat(100_000),
  rxBytesPerMs: fc.nat(100_000),
  txBytesPerMs: fc.nat(100_000),
  processes: fc.integer({ min: 1, max: 400 }),
});

interface Row {
  readonly op: string;
  readonly value: number;
}

/** What a careful reader makes of statistics of either version. */
const meaning = (shape: Shape, load: Load, afterMs: number) => {
  const plan = { family: "shop", containers: [{ name: "web", load }] };
  const moment = scriptedMoment({ shape, plan, startedAtMs }, startedAtMs + afterMs);
  const web = moment.containers.find(({ plan: { name } }) => name === "web");
  const json: Json = web && containerStats(moment, web, "v4");
  const { read, cpu_stats, precpu_stats, memory_stats, blkio_stats, networks, pids_stats } = JSON.parse(jsonText(json));
  const { usage, stats } = memory_stats;
  const rows: readonly Row[] = blkio_stats.io_service_bytes_recursive ?? [];
  const bytes = (op: string) =>
    rows.filter((row) => row.op.toLowerCase() === op).reduce((sum, { value }) => sum + value, 0);
  return {
    read,
    cpuNs: cpu_stats.cpu_usage.total_usage,
    before: precpu_stats.cpu_usage.total_usage,
    usage,
    workingSet: usage - (stats.total_inactive_file ?? stats.inactive_file),
    rss: stats.anon ?? stats.total_rss,
    cache: stats.file ?? stats.total_cache,
    readBytes: bytes("read"),
    writeBytes: bytes("write"),
    networks,
    pids: pids_stats,
  };
};

test.each<[string, Shape]>([
  ["Fargate", shapes.fargate],
  ["EC2, bridge", shapes["ec2-bridge"]],
  ["EC2, awsvpc", shapes["ec2-awsvpc"]],
  ["EC2, host", shapes["ec2-host"]],
])("%s: one workload means the same on cgroup v1 and on v2", (_name, shape) => {
  fc.assert(
    fc.property(loads, fc.integer({ min: 1_000, max: 10_000_000 }), (load, afterMs) => {
      expect(meaning({ ...shape, cgroup: 1 }, load, afterMs)).toEqual(meaning({ ...shape, cgroup: 2 }, load, afterMs));
    }),
  );
});
