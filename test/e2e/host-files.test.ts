import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "./servers/agent.ts";
import { type CgroupReading, makeTaskCgroup, readCgroup } from "./servers/cgroup.ts";
import { diskUnder } from "./servers/disk.ts";
import { inspect } from "./servers/docker-answers.ts";
import { type DockerEngine, startDockerEngine } from "./servers/docker-engine.ts";
import { type DockerProxy, startDockerProxy } from "./servers/docker-proxy.ts";
import { expectFigures } from "./servers/expect-figures.ts";
import { freshScrapeOf } from "./servers/fresh-scrape.ts";
import { importImages } from "./servers/image.ts";
import { type Prometheus, startPrometheus } from "./servers/prometheus.ts";
import { run } from "./servers/run.ts";
import { waitFor } from "./servers/wait.ts";
import { ecsLabelOptions, images, tasks } from "./servers/workloads.ts";

/** A task as ECS runs it on EC2 in awsvpc mode: a pause container's network, and the limits on a cgroup of the task. */
const { shop } = tasks;
const taskId = shop.arn.slice(shop.arn.lastIndexOf("/") + 1);
const limits = { quotaUs: 20_000, memoryBytes: 256 * 1024 ** 2 };
const idle = "while :; do sleep 3600; done";

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let engine: DockerEngine;
let proxy: DockerProxy;
let prometheus: Prometheus;
let taskCgroup: string;
let pausePid: string;
const ids = new Map<string, string>();

const startContainer = async (name: string, script: string, ...options: string[]): Promise<string> => {
  const id = (
    await engine.docker("run", "--detach", "--name", name, ...options, images.worker, "sh", "-c", script)
  ).trim();
  ids.set(name, id);
  return id;
};

const inTask = (name: string): string[] => [...ecsLabelOptions(shop, name), "--cgroup-parent", taskCgroup];

const kernel = (name: string): CgroupReading => readCgroup(`${taskCgroup}/${ids.get(name)}`);

const freshScrape = (): Promise<void> => freshScrapeOf(prometheus, "docker-engine")();

beforeAll(async () => {
  engine = stack.use(await startDockerEngine());
  await importImages(engine, ...Object.values(images));
  taskCgroup = `${engine.cgroupParent}/ecs/${taskId}`;
  makeTaskCgroup(taskCgroup, limits.quotaUs, limits.memoryBytes);

  await startContainer("pause", idle, ...inTask("~internal~ecs~pause"), "--network", "none");
  pausePid = await inspect(engine, "pause", "{{.State.Pid}}");
  // An interface that no engine knows of, and something that it sends: what the ECS agent does with the task's.
  const network = [`--net=${engine.procRoot}/${pausePid}/ns/net`];
  await run(["nsenter", ...network, "ip", "link", "add", "ecs-eth0", "type", "veth", "peer", "name", "far"]);
  for (const link of ["ecs-eth0", "far"]) await run(["nsenter", ...network, "ip", "link", "set", link, "up"]);

  const shared = ["--network", "container:pause"];
  await startContainer("burner", "while :; do :; done", ...inTask("burner"), ...shared);
  const disk = diskUnder(engine.dataRoot);
  await startContainer(
    "writer",
    `dd if=/dev/zero of=/written bs=1M count=8 oflag=direct; echo written; ${idle}`,
    ...inTask("writer"),
    ...shared,
    "--device-write-bps",
    `${disk}:10gb`,
  );
  // The shell outlives what the kernel kills.
  await startContainer(
    "greedy",
    `dd if=/dev/zero of=/dev/null bs=64M count=1; ${idle}`,
    ...inTask("greedy"),
    ...shared,
    "--memory",
    "16m",
    "--memory-swap",
    "16m",
  );
  await startContainer("stray", idle);
  await waitFor({
    what: "the writer has written and the kernel has killed",
    attempt: async () =>
      kernel("greedy").oomKills > 0 && (await engine.docker("logs", "writer")).includes("written\n") ? true : undefined,
  });

  proxy = stack.use(await startDockerProxy(engine.socket));
  const agent = stack.use(
    await startAgent({
      env: {
        DOCKER_HOST: `unix://${proxy.socket}`,
        TASKVITALS_INTERVAL_MS: "3000",
        TASKVITALS_INPUTS_DOCKER_ENGINE_PROC_ROOT: engine.procRoot,
      },
    }),
  );
  prometheus = stack.use(await startPrometheus(`127.0.0.1:${agent.port}`));
  await freshScrape();
});

const of = (name: string): string => `{container_name="${name}"}`;
const ofTask = `{task_id="${taskId}"}`;
const host = () => ({ freshScrape, prometheus });

describe("the task", () => {
  test("was held back as often and as long as its own cgroup says, where its cap is", async () => {
    const task = () => readCgroup(taskCgroup);
    await expectFigures(host(), [
      { promql: `ecs_task_cpu_periods_total${ofTask}`, kernel: () => task().periods },
      { promql: `ecs_task_cpu_throttled_periods_total${ofTask}`, kernel: () => task().throttledPeriods },
      { promql: `ecs_task_cpu_throttled_seconds_total${ofTask}`, kernel: () => task().throttledSeconds },
    ]);
    // Where others leave it less than its share, it comes to its cap later.
    await waitFor({
      what: "the task is held back, and told to be",
      attempt: async () =>
        (await prometheus.one(`ecs_task_cpu_throttled_periods_total${ofTask}`)) > 0 ? true : undefined,
    });
    expect(kernel("burner").throttledPeriods).toBe(0);
    expect(await prometheus.query(`ecs_container_cpu_throttled_periods_total${of("burner")}`)).toEqual([]);
  });

  test("has the limits of its cgroup, and its containers have them for want of their own", async () => {
    expect(await prometheus.one(`ecs_task_cpu_limit_vcpus${ofTask}`)).toBe(0.2);
    expect(await prometheus.one(`ecs_task_memory_limit_bytes${ofTask}`)).toBe(limits.memoryBytes);
    expect(await prometheus.one(`ecs_container_memory_limit_bytes${of("burner")}`)).toBe(limits.memoryBytes);
    expect(await prometheus.one(`ecs_container_memory_limit_bytes${of("greedy")}`)).toBe(16 * 1024 ** 2);
  });

  test("has what its network's interfaces counted, once", async () => {
    const sent = (): number => {
      const line = readFileSync(`${engine.procRoot}/${pausePid}/net/dev`, "utf8")
        .split("\n")
        .find((one) => one.trim().startsWith("ecs-eth0:"));
      return Number(line?.split(/[:\s]+/).filter(Boolean)[9]);
    };
    const network = [`--net=${engine.procRoot}/${pausePid}/ns/net`];
    await run(["nsenter", ...network, "ip", "addr", "add", "10.99.0.1/24", "dev", "ecs-eth0"]);
    await run(["nsenter", ...network, "busybox", "arping", "-c", "1", "-I", "ecs-eth0", "-U", "10.99.0.1"]);
    const eth = `{task_id="${taskId}",interface="ecs-eth0"}`;
    await expectFigures(host(), [{ promql: `ecs_task_network_transmit_bytes_total${eth}`, kernel: sent }]);
    expect(sent()).toBeGreaterThan(0);
    expect(await prometheus.query(`ecs_container_network_transmit_bytes_total${of("burner")}`)).toEqual([]);
  });
});

describe("its containers", () => {
  test("have used, written and lost what their cgroups say", async () => {
    await expectFigures(host(), [
      { promql: `ecs_container_cpu_usage_seconds_total${of("burner")}`, kernel: () => kernel("burner").cpuSeconds },
      {
        promql: `ecs_container_disk_written_bytes_total${of("writer")}`,
        kernel: () => kernel("writer").diskWrittenBytes,
      },
      { promql: `ecs_container_disk_writes_completed_total${of("writer")}`, kernel: () => kernel("writer").diskWrites },
      { promql: `ecs_container_memory_oom_kills_total${of("greedy")}`, kernel: () => kernel("greedy").oomKills },
      { promql: `ecs_task_memory_oom_kills_total${ofTask}`, kernel: () => kernel("greedy").oomKills },
      { promql: `ecs_container_pids${of("greedy")}`, kernel: () => kernel("greedy").processes },
      {
        promql: `ecs_container_memory_usage_bytes${of("burner")}`,
        kernel: () => kernel("burner").memoryUsageBytes,
        slack: cpus().length * 64 * 4096,
      },
    ]);
    expect(kernel("writer").diskWrites).toBeGreaterThan(0);
  });

  test("say that they are read from the host's files; so does one that ECS did not start", async () => {
    for (const name of ["burner", "greedy", "stray"]) {
      expect(await prometheus.one(`ecs_container_stats_path_info{container_name="${name}",path="host-files"}`)).toBe(1);
    }
    const stray = readCgroup(`${engine.cgroupParent}/${ids.get("stray")}`);
    expect(await prometheus.one(`ecs_container_pids${of("stray")}`)).toBe(stray.processes);
  });
});

describe("the machine", () => {
  const proc = (file: string): string => readFileSync(`/proc/${file}`, "utf8");

  test("has the CPU time and the memory that its own files tell", async () => {
    const ticks = (place: number) => () => Number(/^cpu +(.+)$/m.exec(proc("stat"))?.[1]?.split(" ")[place]) / 100;
    const meminfo = (key: string) => () =>
      Number(new RegExp(`^${key}: +(\\d+) kB$`, "m").exec(proc("meminfo"))?.[1]) * 1024;
    await expectFigures(host(), [
      { promql: 'ecs_host_cpu_mode_seconds_total{mode="user"}', kernel: ticks(0) },
      { promql: 'ecs_host_cpu_mode_seconds_total{mode="system"}', kernel: ticks(2) },
      { promql: "ecs_host_memory_total_bytes", kernel: meminfo("MemTotal") },
      { promql: "ecs_host_memory_swap_total_bytes", kernel: meminfo("SwapTotal") },
    ]);
  });

  test("has reserved what its running task and containers have", async () => {
    expect(await prometheus.one("ecs_host_cpu_reserved_vcpus")).toBe(0.2);
    expect(await prometheus.one("ecs_host_memory_reserved_bytes")).toBe(limits.memoryBytes);
  });
});

test("a container that goes is gone, and no trouble", async () => {
  await engine.docker("rm", "--force", "writer");
  await freshScrape();
  await prometheus.untilGone(`ecs_container_disk_written_bytes_total${of("writer")}`);
  // The socket is that of a proxy in this process, which may not be let run.
  const errors = 'taskvitals_input_errors_total{input="docker-engine",reason!~".+-timeout"} > 0';
  expect(await prometheus.query(errors)).toEqual([]);
});

test("the engine was asked for lists, events and each container once, never for statistics", () => {
  expect(proxy.paths.filter((path) => path.includes("/stats"))).toEqual([]);
  expect(proxy.paths.filter((path) => path.startsWith("/containers/json")).length).toBeGreaterThan(2);
});
