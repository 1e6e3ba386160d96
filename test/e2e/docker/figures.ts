import { cpus } from "node:os";
import { beforeAll, describe, expect, test } from "vitest";
import {
  dockerStats,
  type InterfaceCounters,
  interfaceCounters,
  publishedPort,
  type StatsLine,
} from "../servers/docker-answers.ts";
import type { DockerEngine } from "../servers/docker-engine.ts";
import type { DockerHost } from "../servers/docker-host.ts";
import { expectFigures } from "../servers/expect-figures.ts";
import type { Prometheus } from "../servers/prometheus.ts";
import { linesOf } from "../servers/told-lines.ts";
import { waitFor } from "../servers/wait.ts";
import { sizes, type WorkloadName } from "../servers/workloads.ts";

const mib = 1024 ** 2;

/** Prometheus' answers against the kernel's own files and `docker stats`. */
export const testFigures = (given: () => DockerHost): void => {
  let host: DockerHost;
  let engine: DockerEngine;
  let prometheus: Prometheus;

  beforeAll(() => {
    host = given();
    ({ engine, prometheus } = host);
  });

  const of = (name: WorkloadName): string => `{container_name="${name}"}`;

  /**
   * Waits until a figure is no further from the engine's own than allowed. The two look at moments, and over spans, of their
   * own: on a machine that is busy with something else a single comparison says nothing, while a wrong figure never comes near.
   */
  const comesToAgree = (
    name: WorkloadName,
    promql: string,
    theirs: (line: StatsLine) => number,
    allowed: (ours: number) => number,
  ): Promise<boolean> =>
    waitFor({
      what: `${promql} is what docker stats shows of ${name}`,
      attempt: async () => {
        const [line] = await Promise.all([dockerStats(engine, host.containers[name]), host.freshScrape()]);
        const ours = await prometheus.one(promql);
        if (Math.abs(ours - theirs(line)) >= allowed(ours)) throw new Error(`${ours} and ${theirs(line)}`);
        return true;
      },
    });

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
      // Where others leave it less than its share, it comes to its cap later.
      await waitFor({
        what: "the burner is held back, and told to be",
        attempt: async () =>
          (await prometheus.one(`ecs_container_cpu_throttled_periods_total${of("burner")}`)) > 0 ? true : undefined,
      });
    });

    test("uses what docker stats shows, within a tenth of a CPU", async () => {
      const ours = `ecs_container_cpu_usage_vcpus${of("burner")}`;
      await comesToAgree(
        "burner",
        ours,
        (line) => line.cpus,
        () => 0.1,
      );
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
    const batchBytes = cpus().length * 64 * 4096;

    /** A machine short of memory takes clean cache back: then there is some anew. */
    const hasCache = (): Promise<boolean> =>
      waitFor({
        what: "the holder has cached what it wrote",
        attempt: async () => {
          if (host.cgroup("holder").memoryInactiveFileBytes > sizes.cachedBytes / 4) return true;
          await engine.docker("exec", "holder", "dd", "if=/dev/zero", "of=/cached", "bs=1M", "count=16", "conv=fsync");
          return undefined;
        },
      });

    test("uses, caches and keeps what its cgroup says", async () => {
      await hasCache();
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
      expect(host.cgroup("holder").memoryAnonymousBytes).toBeGreaterThanOrEqual(sizes.holderBytes);
    });

    test("has the working set that docker stats shows, within one percent", async () => {
      const workingSet = `ecs_container_memory_working_set_bytes${of("holder")}`;
      await comesToAgree(
        "holder",
        workingSet,
        ({ memoryBytes }) => memoryBytes,
        (ours) => ours * 0.01,
      );
      const { memoryLimitBytes } = await dockerStats(engine, host.containers.holder);
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
      await comesToAgree(
        "web",
        `ecs_container_network_transmit_bytes_total${of("web")}`,
        ({ transmittedBytes }) => transmittedBytes,
        (sent) => sent * 0.01,
      );
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

  test("the burner uses per second what its counter grew by, from one sample to the next", async () => {
    // No two readings from outside lie as close together as the agent's own, each of which goes out as a line.
    const growth = (): readonly { readonly told: number; readonly grown: number }[] => {
      const samples = linesOf(host.agent.child.log(), "burner");
      return samples.slice(1).flatMap(({ atMs, cpuSeconds, cpus: told }, place) => {
        const before = samples[place];
        if (before === undefined || told === undefined) return [];
        return [{ told, grown: ((cpuSeconds - before.cpuSeconds) / (atMs - before.atMs)) * 1000 }];
      });
    };
    await waitFor({
      what: "five samples in a row, each with the CPU that was used since the one before",
      attempt: async () => {
        const last = growth().slice(-5);
        // Lines have times in whole milliseconds.
        const wrong = last.filter(({ told, grown }) => !(Math.abs(told - grown) < 0.002));
        if (wrong.length > 0 || last.length < 5) throw new Error(JSON.stringify(last));
        return true;
      },
    });
    expect(growth().some(({ told }) => told > 0.02)).toBe(true);
  });
};
