import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dockerStats, interfaceCounters, publishedPort } from "./servers/docker-answers.ts";
import type { DockerEngine } from "./servers/docker-engine.ts";
import { type DockerHost, intervalMs, startDockerHost } from "./servers/docker-host.ts";
import { expectBetween } from "./servers/expect-between.ts";
import type { Prometheus } from "./servers/prometheus.ts";
import { sizes, type WorkloadName } from "./servers/workloads.ts";

const mib = 1024 ** 2;

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let host: DockerHost;
let engine: DockerEngine;
let prometheus: Prometheus;

beforeAll(async () => {
  host = stack.use(await startDockerHost());
  ({ engine, prometheus } = host);
});

const of = (name: WorkloadName): string => `{container_name="${name}"}`;

describe("the CPU burner with half a CPU", () => {
  test("has used the CPU time that its cgroup says", async () => {
    expectBetween(
      await host.bracket(
        `ecs_container_cpu_usage_seconds_total${of("burner")}`,
        () => host.cgroup("burner").cpuSeconds,
      ),
    );
    expectBetween(
      await host.bracket(`ee_container_cpu_usage_seconds_total${of("burner")}`, () => host.cgroup("burner").cpuSeconds),
    );
  });

  test("was held back as often and as long as its cgroup says", async () => {
    const start = host.cgroup("burner");
    const periods = await host.bracket(
      `ecs_container_cpu_periods_total${of("burner")}`,
      () => host.cgroup("burner").periods,
    );
    const throttled = await host.bracket(
      `ecs_container_cpu_throttled_periods_total${of("burner")}`,
      () => host.cgroup("burner").throttledPeriods,
    );
    const seconds = await host.bracket(
      `ecs_container_cpu_throttled_seconds_total${of("burner")}`,
      () => host.cgroup("burner").throttledSeconds,
    );
    for (const figure of [periods, throttled, seconds]) expectBetween(figure);
    expect(start.throttledPeriods).toBeGreaterThan(0);
  });

  test("uses per second what the cgroup's own change says, by rate() and by the agent's gauge", async () => {
    await host.freshScrape();
    const startMs = Date.now();
    const start = host.cgroup("burner").cpuSeconds;
    for (let round = 0; round < 3; round += 1) await host.freshScrape();
    const seconds = (Date.now() - startMs) / 1000;
    const cores = (host.cgroup("burner").cpuSeconds - start) / seconds;
    // The cap is 0.5; a machine short of CPU may give less, and then both must say so.
    expect(cores).toBeLessThan(0.52);
    const window = `[${Math.round(seconds)}s]`;
    const rate = await prometheus.one(`rate(ecs_container_cpu_usage_seconds_total${of("burner")}${window})`);
    // Scrapes a second apart see a counter that moves every three: rate() may be one of its steps off at either end.
    expect(Math.abs(rate - cores)).toBeLessThan(0.5 * (intervalMs / 1000 / seconds) + 0.05);
    const gauge = await prometheus.one(`avg_over_time(ecs_container_cpu_usage_vcpus${of("burner")}${window})`);
    expect(Math.abs(gauge - cores)).toBeLessThan(0.05);
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
    const figures = [
      [`ecs_container_memory_usage_bytes${of("holder")}`, () => host.cgroup("holder").memoryUsageBytes],
      [`ee_container_memory_usage_byte${of("holder")}`, () => host.cgroup("holder").memoryUsageBytes],
      [`ecs_container_memory_cache_bytes${of("holder")}`, () => host.cgroup("holder").memoryCacheBytes],
      [`ecs_container_memory_rss_bytes${of("holder")}`, () => host.cgroup("holder").memoryAnonymousBytes],
      [
        `ecs_container_memory_working_set_bytes${of("holder")}`,
        () => host.cgroup("holder").memoryUsageBytes - host.cgroup("holder").memoryInactiveFileBytes,
      ],
      [
        `ee_container_memory_usage_without_cache_byte${of("holder")}`,
        () => host.cgroup("holder").memoryUsageBytes - host.cgroup("holder").memoryCacheBytes,
      ],
    ] as const;
    for (const [promql, kernel] of figures) expectBetween(await host.bracket(promql, kernel), batchBytes);
    expect(host.cgroup("holder").memoryAnonymousBytes).toBeGreaterThanOrEqual(sizes.holderBytes);
    expect(host.cgroup("holder").memoryCacheBytes).toBeGreaterThanOrEqual(sizes.cachedBytes);
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
    const figures = [
      ["receive_bytes", "receivedBytes"],
      ["transmit_bytes", "transmittedBytes"],
      ["receive_packets", "receivedPackets"],
      ["transmit_packets", "transmittedPackets"],
    ] as const;
    for (const [name, field] of figures) {
      const promql = `ecs_container_network_${name}_total{container_name="web",interface="eth0"}`;
      expectBetween(
        await host.bracket(promql, async () => (await interfaceCounters(engine, host.containers.web, "eth0"))[field]),
      );
    }
    const sent = await prometheus.one(`ecs_container_network_transmit_bytes_total${of("web")}`);
    expect(sent - before.transmittedBytes).toBeGreaterThan(20 * 50_000);
    expect(await prometheus.one(`ee_container_network_io_tx_bytes${of("web")}`)).toBe(sent);
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
  expectBetween(await host.bracket(`ecs_container_disk_written_bytes_total${of("writer")}`, written));
  expectBetween(await host.bracket(`ee_container_block_io_write_bytes${of("writer")}`, written));
  const { writtenBytes } = await dockerStats(engine, host.containers.writer);
  expect(Math.abs(written() - writtenBytes)).toBeLessThan(written() * 0.01);
});
