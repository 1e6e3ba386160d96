import { afterAll, beforeAll, expect, test } from "vitest";
import { plannedTasks } from "../../src/simulate/plans.ts";
import { loadOf } from "../../src/simulate/scripted-usage.ts";
import { freePort } from "../free-port.ts";
import { type Agent, startAgent } from "./servers/agent.ts";
import { freshScrapeOf } from "./servers/fresh-scrape.ts";
import { type Prometheus, startPrometheus } from "./servers/prometheus.ts";
import { type ContainerStats, type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { waitFor } from "./servers/wait.ts";

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let simulation: SimulationProcess;
let agent: Agent;
let prometheus: Prometheus;

/** The task that is simulated: its loads are exact. */
const containers = (plannedTasks(1, 3)[0]?.containers ?? []).map((container) => ({
  name: container.name,
  cores: loadOf(container).cpuNsPerMs / 1e6,
}));
const taskCores = containers.reduce((sum, { cores }) => sum + cores, 0);

const input = '{input="ecs-task-metadata"}';

const freshScrape = (): Promise<void> => freshScrapeOf(prometheus, "ecs-task-metadata")();

beforeAll(async () => {
  const port = await freePort();
  [simulation, prometheus] = await Promise.all([
    startSimulationProcess("--scripted", "--shape", "fargate").then((it) => stack.use(it)),
    startPrometheus(`127.0.0.1:${port}`).then((it) => stack.use(it)),
  ]);
  agent = stack.use(await startAgent({ port, env: { ...simulation.environment, TASKVITALS_INTERVAL_MS: "1000" } }));
  await freshScrape();
});

/**
 * Waits for a look at what the agent tells between two looks at the source that saw the same samples: then it must tell
 * just these. The source has new ones every ten seconds.
 */
const whileSourceStands = <T>(look: () => Promise<T>) =>
  waitFor({
    what: "a look while the source has no new samples",
    attempt: async () => {
      const before = await simulation.stats();
      await freshScrape();
      const seen = await look();
      const after = await simulation.stats();
      return JSON.stringify(before) === JSON.stringify(after) ? { source: before, seen } : undefined;
    },
  });

test("every container uses the CPU that its script says, and the task their sum", async () => {
  expect(containers.length).toBe(3);
  for (const { name, cores } of containers) {
    // From the second sample on.
    expect(await prometheus.until(`ecs_container_cpu_usage_vcpus{container_name="${name}"}`)).toBeCloseTo(cores, 6);
  }
  expect(await prometheus.one("ecs_task_cpu_usage_vcpus")).toBeCloseTo(taskCores, 6);
  expect(await prometheus.one("ecs_task_cpu_utilization_ratio")).toBeCloseTo(taskCores / 0.5, 6);
});

const written = ({ blkio_stats: { io_service_bytes_recursive: rows } }: ContainerStats): number =>
  rows.filter(({ op }) => op === "Write").reduce((sum, { value }) => sum + value, 0);

test("Prometheus has what the endpoint's own JSON says, in both dialects", async () => {
  const { source, seen } = await whileSourceStands(() =>
    Promise.all(
      containers.map(async ({ name }) => {
        const one = (metric: string): Promise<number> => prometheus.one(`${metric}{container_name="${name}"}`);
        return {
          name,
          cpu: [await one("ecs_container_cpu_usage_seconds_total"), await one("ee_container_cpu_usage_seconds_total")],
          memory: [await one("ecs_container_memory_usage_bytes"), await one("ee_container_memory_usage_byte")],
          disk: [await one("ecs_container_disk_written_bytes_total"), await one("ee_container_block_io_write_bytes")],
        };
      }),
    ),
  );
  for (const { name, cpu, memory, disk } of seen) {
    const sample = source[name];
    if (sample === undefined) throw new Error(`the source knows no ${name}`);
    const used = sample.cpu_stats.cpu_usage.total_usage / 1e9;
    const { usage } = sample.memory_stats;
    expect({ name, cpu, memory, disk }).toEqual({
      name,
      cpu: [used, used],
      memory: [usage, usage],
      disk: [written(sample), written(sample)],
    });
  }
});

test("the network of the task is counted once", async () => {
  const { source, seen } = await whileSourceStands(async () => ({
    task: await prometheus.one('ecs_task_network_receive_bytes_total{interface="eth1"}'),
    ee: await prometheus.one('ee_container_network_io_rx_bytes{container_name="_task_"}'),
  }));
  expect(Object.values(source).map(({ networks }) => networks.eth1?.rx_bytes)).toContain(seen.task);
  expect(seen.ee).toBe(seen.task);
  expect(await prometheus.query("ecs_container_network_receive_bytes_total")).toEqual([]);
});

test("samples that do not move for ten seconds make no zeros and no spikes", async () => {
  // All that was scraped since the start: new samples, and in between the same one again and again.
  const window = "[30m]";
  for (const { name, cores } of containers) {
    const used = `ecs_container_cpu_usage_seconds_total{container_name="${name}"}${window}`;
    await prometheus.until(`changes(${used})`, (changes) => changes >= 2);
    const usage = `ecs_container_cpu_usage_vcpus{container_name="${name}"}${window}`;
    await prometheus.until(`count_over_time(${usage}) - changes(${used})`, (repeats) => repeats >= 5);
    expect(await prometheus.one(`min_over_time(${usage})`)).toBeCloseTo(cores, 6);
    expect(await prometheus.one(`max_over_time(${usage})`)).toBeCloseTo(cores, 6);
  }
  expect(await prometheus.one(`resets(ecs_task_cpu_usage_seconds_total${window})`)).toBe(0);
});

test("an endpoint that throttles some requests is named as the cause, and costs no identity", async () => {
  await simulation.fault({ kind: "throttle", times: "4" });
  await prometheus.until(`taskvitals_input_errors_total{reason="metadata-throttled"}`, (errors) => errors >= 1);
  await prometheus.until(`taskvitals_input_up${input}`, (up) => up === 1);
  await prometheus.until("count(ecs_container_memory_usage_bytes)", (count) => count === 3);
  // No scrape in all this time missed a container.
  expect(await prometheus.one("min_over_time(count(ecs_container_info)[30m:500ms])")).toBe(3);
});

test("a container that stops leaves its exit code, and the task's counters do not go back", async () => {
  const used = await prometheus.one("ecs_task_cpu_usage_seconds_total");
  await simulation.fault({ kind: "stop", container: "worker", exitCode: "9" });
  await prometheus.until('ecs_container_exit_code{container_name="worker"}', (code) => code === 9);
  await prometheus.untilGone('ecs_container_memory_usage_bytes{container_name="worker"}');
  expect(await prometheus.one("ecs_task_cpu_usage_seconds_total")).toBeGreaterThanOrEqual(used);
  expect(await prometheus.one("resets(ecs_task_cpu_usage_seconds_total[30m])")).toBe(0);
  await prometheus.until('ecs_task_containers{status="STOPPED"}', (count) => count === 1);
  await prometheus.until('ecs_task_containers{status="RUNNING"}', (count) => count === 2);
});

test("SIGTERM ends both cleanly within two seconds", async () => {
  for (const { child } of [agent, simulation]) {
    const { code, signal, afterMs } = await child.end("SIGTERM");
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(afterMs).toBeLessThan(2_000);
  }
});
