import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dockerStats, type InterfaceCounters, interfaceCounters, publishedPort } from "./servers/docker-answers.ts";
import type { DockerEngine } from "./servers/docker-engine.ts";
import { type DockerHost, startDockerHost } from "./servers/docker-host.ts";
import { expectFigures } from "./servers/expect-figures.ts";
import type { Prometheus } from "./servers/prometheus.ts";
import { sizes, type WorkloadName } from "./servers/workloads.ts";

const mib = 1024 ** 2;

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let host: DockerHost;
let engine: DockerEngine;
let prometheus: Prometheus;
let start = { atMs: 0, cpuSeconds: 0 };

beforeAll(async () => {
  host = stack.use(await startDockerHost());
  ({ engine, prometheus } = host);
  start = { atMs: Date.now(), cpuSeconds: host.cgroup("burner").cpuSeconds };
});

const of = (name: WorkloadName): string => `{container_name="${name}"}`;

describe("the CPU burner with half a CPU", () => {
  test("has used the time, and was held back as often and as long, as its cgroup says", async () => {
    const used = () => host.cgroup("burner").cpuSeconds;
    await expectFigures(host, [
      { promql: `ecs_container_cpu_usage_seconds_total${of("burner")}`, kernel: used },
      { promql: `ee_container_cpu_usage_seconds_total${of("burner")}`, kernel: used },
      { promql: `ecs_container_cpu_periods_total${of("burner")}`, kernel: () => host.cgroup("burner").periods },
      {
        promql: `ecs_container_cpu_throttled_periods_total${of("burner")}`,
        kernel: () => host.cgroup("burner").throttledPeriods,
      },
      {
        promql: `ecs_container_cpu_throttled_seconds_total${of("burner")}`,
        kernel: () => host.cgroup("burner").throttledSeconds,
      },
    ]);
    expect(host.cgroup("burner").throttledPeriods).toBeGreaterThan(0);
  });

  test("uses what docker stats shows, within a tenth of a CPU", async () => {
    const [{ cpus }] = await Promise.all([dockerStats(engine, host.containers.burner), host.freshScrape()]);
    expect(Math.abs((await prometheus.one(`ecs_container_cpu_usage_vcpus${of("burner")}`)) - cpus)).toBeLessThan(0.1);
  });

  test("has its limit, and its utilization is usage over limit", async () => {
    expect(await prometheus.one(`ecs_container_cpu_limit_vcpus${of("burner")}`)).toBe(0.5);
    const off = `ecs_container_cpu_utilization_ratio${of("burner")} - ecs_container_cpu_usage_vcpus${of("burner")} / 0.5`;
    expect(await prometheus.one(off)).toBeCloseTo(0, 9);
    expect(await prometheus.query(`ecs_container_cpu_limit_vcpus${of("holder")}`)).toEqual([]);
  });
});

describe("the memory holder", () => {
  // The kernel books pages in batches of 64 for each CPU before they show.
  const batchBytes = 512 * 1024;

  test("uses, caches and keeps what its cgroup says", async () => {
    const kernel = () => host.cgroup("holder");
    const usage = () => kernel().memoryUsageBytes;
    await expectFigures(
      host,
      [
        { promql: `ecs_container_memory_usage_bytes${of("holder")}`, kernel: usage },
        { promql: `ee_container_memory_usage_byte${of("holder")}`, kernel: usage },
        { promql: `ecs_container_memory_cache_bytes${of("holder")}`, kernel: () => kernel().memoryCacheBytes },
        { promql: `ecs_container_memory_rss_bytes${of("holder")}`, kernel: () => kernel().memoryAnonymousBytes },
        {
          promql: `ecs_container_memory_working_set_bytes${of("holder")}`,
          kernel: () => usage() - kernel().memoryInactiveFileBytes,
        },
        {
          promql: `ee_container_memory_usage_without_cache_byte${of("holder")}`,
          kernel: () => usage() - kernel().memoryCacheBytes,
        },
      ].map((figure) => ({ ...figure, slack: batchBytes })),
    );
    // A machine short of memory takes some of the clean cache back.
    expect(host.cgroup("holder").memoryInactiveFileBytes).toBeGreaterThan(sizes.cachedBytes / 4);
    expect(host.cgroup("holder").memoryCacheBytes).toBeGreaterThan(sizes.cachedBytes / 4);
    expect(host.cgroup("holder").memoryAnonymousBytes).toBeGreaterThanOrEqual(sizes.holderBytes);
  });

  test("has the working set that docker stats shows, within one percent", async () => {
    const [{ memoryBytes, memoryLimitBytes }] = await Promise.all([
      dockerStats(engine, host.containers.holder),
      host.freshScrape(),
    ]);
    const workingSet = await prometheus.one(`ecs_container_memory_working_set_bytes${of("holder")}`);
    expect(Math.abs(workingSet - memoryBytes)).toBeLessThan(memoryBytes * 0.01);
    expect(await prometheus.one(`ecs_container_memory_limit_bytes${of("holder")}`)).toBe(memoryLimitBytes);
  });

  test("has its hard and its soft limit; a container without a limit has none", async () => {
    expect(await prometheus.one(`ecs_container_memory_limit_bytes${of("holder")}`)).toBe(128 * mib);
    expect(host.cgroup("holder").memoryLimitBytes).toBe(128 * mib);
    expect(await prometheus.one(`ecs_container_memory_reservation_bytes${of("holder")}`)).toBe(96 * mib);
    expect(await prometheus.query(`ecs_container_memory_limit_bytes${of("web")}`)).toEqual([]);
  });
});

describe("the web server on a dynamic host port", () => {
  test("is published where docker port says", async () => {
    const port = await publishedPort(engine, host.containers.web, "8080/tcp");
    const found = await prometheus.query(`ecs_container_ports_info${of("web")}`);
    expect(found.length).toBeGreaterThan(0);
    for (const { labels, value } of found) {
      expect(labels).toMatchObject({ container_port: "8080", host_port: String(port), protocol: "tcp" });
      expect(value).toBe(1);
    }
  });

  test("has sent and received what the counters of its own interface say", async () => {
    const before = await interfaceCounters(engine, host.containers.web, "eth0");
    const port = await publishedPort(engine, host.containers.web, "8080/tcp");
    for (let request = 0; request < 20; request += 1) {
      await engine.inNetwork("busybox", "wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${port}/blob`);
    }
    const kernel = (field: keyof InterfaceCounters) => async () =>
      (await interfaceCounters(engine, host.containers.web, "eth0"))[field];
    const eth0 = '{container_name="web",interface="eth0"}';
    await expectFigures(host, [
      { promql: `ecs_container_network_receive_bytes_total${eth0}`, kernel: kernel("receivedBytes") },
      { promql: `ecs_container_network_transmit_bytes_total${eth0}`, kernel: kernel("transmittedBytes") },
      { promql: `ecs_container_network_receive_packets_total${eth0}`, kernel: kernel("receivedPackets") },
      { promql: `ecs_container_network_transmit_packets_total${eth0}`, kernel: kernel("transmittedPackets") },
      { promql: `ee_container_network_io_rx_bytes${of("web")}`, kernel: kernel("receivedBytes") },
      { promql: `ee_container_network_io_tx_bytes${of("web")}`, kernel: kernel("transmittedBytes") },
    ]);
    const sent = await prometheus.one(`ecs_container_network_transmit_bytes_total${of("web")}`);
    expect(sent - before.transmittedBytes).toBeGreaterThan(20 * 50_000);
  });

  test("shows what docker stats shows, as far as it rounds", async () => {
    const [{ transmittedBytes }] = await Promise.all([dockerStats(engine, host.containers.web), host.freshScrape()]);
    const sent = await prometheus.one(`ecs_container_network_transmit_bytes_total${of("web")}`);
    expect(Math.abs(sent - transmittedBytes)).toBeLessThan(sent * 0.01);
  });
});

test("the disk writer has written what its cgroup says, and docker stats", async () => {
  expect(host.cgroup("writer").diskWrittenBytes).toBeGreaterThanOrEqual(sizes.writtenBytes);
  const written = () => host.cgroup("writer").diskWrittenBytes;
  await expectFigures(host, [
    { promql: `ecs_container_disk_written_bytes_total${of("writer")}`, kernel: written },
    { promql: `ee_container_block_io_write_bytes${of("writer")}`, kernel: written },
  ]);
  const { writtenBytes } = await dockerStats(engine, host.containers.writer);
  expect(Math.abs(written() - writtenBytes)).toBeLessThan(written() * 0.01);
});

test("the burner used per second what its cgroup's change says, by rate() and by the agent's gauge", async () => {
  // Everything since the first test: a counter that moves every three seconds leaves rate() a step off at either end.
  while (Date.now() < start.atMs + 30_000) await host.freshScrape();
  const seconds = (Date.now() - start.atMs) / 1000;
  const cores = (host.cgroup("burner").cpuSeconds - start.cpuSeconds) / seconds;
  // The cap is 0.5; a machine short of CPU may give less, and then all must say so.
  expect(cores).toBeLessThan(0.52);
  const window = `[${Math.round(seconds)}s]`;
  const rate = await prometheus.one(`rate(ecs_container_cpu_usage_seconds_total${of("burner")}${window})`);
  expect(Math.abs(rate - cores)).toBeLessThan(0.06);
  const gauge = await prometheus.one(`avg_over_time(ecs_container_cpu_usage_vcpus${of("burner")}${window})`);
  expect(Math.abs(gauge - cores)).toBeLessThan(0.05);
});
