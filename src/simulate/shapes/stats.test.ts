import { describe, expect, test } from "vitest";
import type { TaskMoment } from "../moment.ts";
import type { TaskPlan } from "../plan.ts";
import { scriptedMoment } from "../scripted.ts";
import { jsonText } from "./json-text.ts";
import { type Shape, shapes } from "./shape.ts";
import { containerStats } from "./stats.ts";

const startedAtMs = Date.UTC(2026, 0, 5, 12);

const plan: TaskPlan = {
  family: "shop",
  cpu: 0.25,
  memoryMib: 512,
  containers: [
    { name: "web", memoryMib: 256, ports: [80] },
    { name: "worker" },
    { name: "idle", load: { readBytesPerMs: 0, writeBytesPerMs: 0 } },
    { name: "init", exits: { afterMs: 500, exitCode: 0 }, essential: false },
    { name: "late", startsAfterMs: 3_600_000 },
  ],
};

const momentOf = (shape: Shape, afterMs = 60_000): TaskMoment =>
  scriptedMoment({ shape, plan, startedAtMs }, startedAtMs + afterMs);

/** The statistics of a container, as a reader gets them. */
const read = (moment: TaskMoment, name: string, version: "v2" | "v3" | "v4" = "v4") => {
  const container = moment.containers.find((one) => one.plan.name === name);
  const stats = container && containerStats(moment, container, version);
  return stats === undefined ? undefined : JSON.parse(jsonText(stats));
};

const textOf = (moment: TaskMoment, name: string): string => {
  const container = moment.containers.find((one) => one.plan.name === name);
  return container === undefined ? "" : jsonText(containerStats(moment, container, "v4"));
};

describe("cgroup", () => {
  test("v1 has percpu_usage, max_usage, capital operations, twins and 32 keys of memory", () => {
    const stats = read(momentOf(shapes["ec2-bridge-v1"]), "web");
    const { percpu_usage: perCpu, total_usage: total, usage_in_kernelmode: kernel } = stats.cpu_stats.cpu_usage;
    expect(perCpu).toHaveLength(2);
    expect(perCpu[0] + perCpu[1]).toBe(total);
    expect(kernel % 10_000_000).toBe(0);
    expect(stats.memory_stats).toHaveProperty("max_usage");
    expect(Object.keys(stats.memory_stats.stats)).toHaveLength(32);
    expect(stats.memory_stats.stats.total_inactive_file).toBe(stats.memory_stats.stats.inactive_file);
    const ops = stats.blkio_stats.io_service_bytes_recursive.map(({ op }: { op: string }) => op);
    expect(ops).toEqual(["Read", "Write", "Sync", "Async", "Discard", "Total"]);
    expect(stats.blkio_stats.io_serviced_recursive).toHaveLength(6);
    expect(stats.blkio_stats.io_time_recursive).toEqual([]);
  });

  test("v1 counts pages that came in, also when memory is freed", () => {
    const growing: TaskPlan = {
      ...plan,
      containers: [{ name: "web", load: { growBytesPerMs: 1_000, growCycleMs: 60_000 } }],
    };
    const at = (afterMs: number) => {
      const moment = { shape: shapes["ec2-bridge-v1"], plan: growing, startedAtMs };
      return read(scriptedMoment(moment, startedAtMs + afterMs), "web").memory_stats;
    };
    const [before, after] = [at(55_000), at(70_000)];
    expect(after.usage).toBeLessThan(before.usage);
    expect(after.stats.total_pgpgin).toBeGreaterThanOrEqual(before.stats.total_pgpgin);
  });

  test("v2 has none of these, small operations, no counts of them, and 31 keys of memory", () => {
    const stats = read(momentOf(shapes["ec2-bridge"]), "web");
    expect(stats.cpu_stats.cpu_usage).not.toHaveProperty("percpu_usage");
    expect(stats.memory_stats).not.toHaveProperty("max_usage");
    expect(stats.memory_stats.stats).not.toHaveProperty("cache");
    expect(Object.keys(stats.memory_stats.stats)).toHaveLength(31);
    expect(stats.blkio_stats.io_service_bytes_recursive.map(({ op }: { op: string }) => op)).toEqual(["read", "write"]);
    expect(stats.blkio_stats.io_serviced_recursive).toBeNull();
    expect(stats.blkio_stats.io_time_recursive).toBeNull();
  });

  test("without a byte of disk v1 has empty lists and v2 null", () => {
    expect(read(momentOf(shapes.fargate), "idle").blkio_stats.io_service_bytes_recursive).toEqual([]);
    expect(read(momentOf(shapes["ec2-bridge"]), "idle").blkio_stats.io_service_bytes_recursive).toBeNull();
  });
});

describe("memory limit", () => {
  test("without one, each platform has its own word for it, to the digit", () => {
    expect(textOf(momentOf(shapes.fargate), "worker")).toContain('"limit":9223372036854771712}');
    expect(textOf(momentOf(shapes["fargate-v2"]), "worker")).toContain('"limit":18446744073709551615}');
    expect(textOf(momentOf(shapes["managed-instances"]), "worker")).toContain('"limit":18446744073709551615}');
    expect(read(momentOf(shapes["ec2-bridge"]), "worker").memory_stats.limit).toBe(4_005_027_840);
  });

  test("a container's own limit is told everywhere; on v1 the task's is the hierarchy's", () => {
    expect(read(momentOf(shapes.fargate), "web").memory_stats.limit).toBe(268_435_456);
    expect(read(momentOf(shapes["ec2-bridge"]), "web").memory_stats.limit).toBe(268_435_456);
    const { stats } = read(momentOf(shapes.fargate), "worker").memory_stats;
    expect(stats.hierarchical_memory_limit).toBe(536_870_912);
    expect(textOf(momentOf(shapes.fargate), "worker")).toContain('"hierarchical_memsw_limit":9223372036854771712');
  });
});

describe("containers without statistics", () => {
  test.each<[string, Shape, unknown, unknown]>([
    ["EC2", shapes["ec2-bridge"], {}, null],
    ["ECS Anywhere", shapes.external, {}, null],
    ["Fargate", shapes.fargate, null, null],
    ["Managed Instances", shapes["managed-instances"], null, null],
  ])("%s: stopped, and before the first reading", (_name, shape, inV4, inV3) => {
    expect(read(momentOf(shape), "init")).toEqual(inV4);
    expect(read(momentOf(shape), "init", "v3")).toEqual(inV3);
    expect(read(momentOf(shape), "init", "v2")).toEqual(inV3);
    expect(read(momentOf(shape, 400), "web")).toEqual(inV4);
    expect(read(momentOf(shape), "late")).toBeUndefined();
  });
});

test("the first reading has no reading before: zeros, and the zero time", () => {
  const stats = read(momentOf(shapes["ec2-bridge"], 1_500), "web");
  expect(stats.preread).toBe("0001-01-01T00:00:00Z");
  expect(stats.precpu_stats).toEqual({
    cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  });
  expect(stats).not.toHaveProperty("network_rate_stats");
});

test("the ECS agent calls a container by Docker's name and counts processes; the others do not", () => {
  const ec2 = read(momentOf(shapes["ec2-bridge"]), "web");
  expect(ec2.name).toMatch(/^\/ecs-shop-1-web-[0-9a-f]{20}$/);
  expect(ec2.pids_stats.current).toBe(4);
  const fargate = read(momentOf(shapes.fargate), "web");
  expect(fargate.name).toBe("web");
  expect(fargate.pids_stats).toEqual({});
});

test("rates of the network are v4's alone, and on Managed Instances only sometimes there", () => {
  const fargate = momentOf(shapes.fargate);
  expect(read(fargate, "web")).toHaveProperty("network_rate_stats");
  expect(read(fargate, "web", "v3")).not.toHaveProperty("network_rate_stats");
  const managed = momentOf(shapes["managed-instances"]);
  expect(["web", "worker"].map((name) => "network_rate_stats" in read(managed, name))).toEqual([true, false]);
});

test("the interface has the platform's name, and host mode none", () => {
  const names = (shape: Shape) => Object.keys(read(momentOf(shape), "web").networks ?? {});
  expect(names(shapes.fargate)).toEqual(["eth1"]);
  expect(names(shapes["ec2-awsvpc"])).toEqual(["eth0"]);
  expect(names(shapes["ec2-bridge"])).toEqual(["eth0"]);
  expect(names(shapes["fargate-windows"])).toEqual(["Ethernet 3"]);
  expect(read(momentOf(shapes["ec2-host"]), "web")).not.toHaveProperty("networks");
});

test("Managed Instances repeat a disk's bytes on the device mapper; physical disks sum to the container's", () => {
  const rows: { major: number; op: string; value: number }[] = read(momentOf(shapes["managed-instances"]), "web")
    .blkio_stats.io_service_bytes_recursive;
  const sum = (major: number) =>
    rows.filter((row) => row.major === major && row.op === "read").reduce((total, { value }) => total + value, 0);
  expect(sum(252)).toBeGreaterThan(0);
  expect(rows.find((row) => row.major === 259 && row.op === "read" && row.value === sum(252))).toBeDefined();
  const ec2 = read(momentOf({ ...shapes["ec2-bridge"], refreshMs: 10_000 }), "web").blkio_stats
    .io_service_bytes_recursive;
  expect(sum(259)).toBe(ec2[0].value);
});

describe("Windows", () => {
  test("on Fargate: storage_stats, null lists, no CPUs, nanoseconds", () => {
    const stats = read(momentOf(shapes["fargate-windows"]), "web");
    expect(stats.storage_stats.read_size_bytes).toBeGreaterThan(0);
    expect(Object.values(stats.blkio_stats).every((list) => list === null)).toBe(true);
    expect(stats.cpu_stats).not.toHaveProperty("online_cpus");
    expect(stats.cpu_stats).not.toHaveProperty("system_cpu_usage");
    expect(stats.memory_stats).toHaveProperty("privateworkingset");
    expect(stats.memory_stats).toHaveProperty("usage");
    expect(stats.num_procs).toBe(0);
    expect(stats).not.toHaveProperty("network_rate_stats");
    expect(stats.cpu_stats.cpu_usage.total_usage).toBe(
      read(momentOf(shapes.fargate), "web").cpu_stats.cpu_usage.total_usage,
    );
  });

  test("on EC2: units of 100 ns, the number of CPUs, no usage", () => {
    const shape: Shape = { ...shapes["ec2-bridge"], os: "windows" };
    const stats = read(momentOf(shape), "web");
    const linux = read(momentOf(shapes["ec2-bridge"]), "web");
    expect(stats.cpu_stats.cpu_usage.total_usage * 100).toBe(linux.cpu_stats.cpu_usage.total_usage);
    expect(stats.num_procs).toBe(2);
    expect(stats.memory_stats).not.toHaveProperty("usage");
  });
});
