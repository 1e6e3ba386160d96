import { afterAll, beforeAll, expect, test } from "vitest";
import { plannedTasks } from "../../src/simulate/plans.ts";
import { loadOf } from "../../src/simulate/scripted-usage.ts";
import { type Agent, startAgent } from "./servers/agent.ts";
import { type Prometheus, startPrometheus } from "./servers/prometheus.ts";
import { type ContainerStats, type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";

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

const freshScrape = async (): Promise<void> => {
  const now = Date.now() / 1000;
  const began = `taskvitals_input_last_success_timestamp_seconds${input} - taskvitals_input_duration_seconds${input}`;
  await prometheus.until(began, 20_000, (seconds) => seconds > now);
};

beforeAll(async () => {
  simulation = stack.use(await startSimulationProcess("--scripted", "--shape", "fargate"));
  agent = stack.use(await startAgent({ env: { ...simulation.environment, TASKVITALS_INTERVAL_MS: "1000" } }));
  prometheus = stack.use(await startPrometheus(`127.0.0.1:${agent.port}`));
  await freshScrape();
});

test("every container uses the CPU that its script says, and the task their sum", async () => {
  expect(containers.length).toBe(3);
  for (const { name, cores } of containers) {
    expect(await prometheus.one(`ecs_container_cpu_usage_vcpus{container_name="${name}"}`)).toBeCloseTo(cores, 6);
  }
  expect(await prometheus.one("ecs_task_cpu_usage_vcpus")).toBeCloseTo(taskCores, 6);
  expect(await prometheus.one("ecs_task_cpu_utilization_ratio")).toBeCloseTo(taskCores / 0.5, 6);
});

const written = ({ blkio_stats: { io_service_bytes_recursive: rows } }: ContainerStats): number =>
  rows.filter(({ op }) => op === "Write").reduce((sum, { value }) => sum + value, 0);

test("Prometheus has what the endpoint's own JSON says, in both dialects", async () => {
  const before = await simulation.stats();
  await freshScrape();
  const scraped = await Promise.all(
    containers.map(async ({ name }) => {
      const one = (metric: string): Promise<number> => prometheus.one(`${metric}{container_name="${name}"}`);
      return {
        name,
        cpu: [await one("ecs_container_cpu_usage_seconds_total"), await one("ee_container_cpu_usage_seconds_total")],
        memory: [await one("ecs_container_memory_usage_bytes"), await one("ee_container_memory_usage_byte")],
        written: [await one("ecs_container_disk_written_bytes_total"), await one("ee_container_block_io_write_bytes")],
      };
    }),
  );
  const after = await simulation.stats();
  // The source has a new sample every ten seconds: the agent's is one of these two.
  for (const { name, cpu, memory, written: disk } of scraped) {
    const samples = [before[name], after[name]].filter((sample) => sample !== undefined);
    expect(samples.length).toBe(2);
    for (const value of cpu) expect(samples.map((s) => s.cpu_stats.cpu_usage.total_usage / 1e9)).toContain(value);
    for (const value of memory) expect(samples.map((s) => s.memory_stats.usage)).toContain(value);
    for (const value of disk) expect(samples.map(written)).toContain(value);
  }
});

test("the network of the task is counted once", async () => {
  const before = Object.values(await simulation.stats()).map(({ networks }) => networks.eth1?.rx_bytes ?? Number.NaN);
  await freshScrape();
  const task = await prometheus.one('ecs_task_network_receive_bytes_total{interface="eth1"}');
  const ee = await prometheus.one('ee_container_network_io_rx_bytes{container_name="_task_"}');
  const after = Object.values(await simulation.stats()).map(({ networks }) => networks.eth1?.rx_bytes ?? Number.NaN);
  expect([...before, ...after]).toContain(task);
  expect(ee).toBe(task);
  expect(await prometheus.query("ecs_container_network_receive_bytes_total")).toEqual([]);
});

test("samples that do not move for ten seconds make no zeros and no spikes", async () => {
  // Each container has a new sample in this time; the scrapes in between see the same one again.
  const first = (await simulation.stats()).web?.read;
  const startMs = Date.now();
  while ((await simulation.stats()).web?.read === first || Date.now() - startMs < 12_000) await freshScrape();
  const window = `[${Math.ceil((Date.now() - startMs) / 1000)}s]`;
  for (const { name, cores } of containers) {
    const usage = `ecs_container_cpu_usage_vcpus{container_name="${name}"}${window}`;
    expect(await prometheus.one(`min_over_time(${usage})`)).toBeCloseTo(cores, 6);
    expect(await prometheus.one(`max_over_time(${usage})`)).toBeCloseTo(cores, 6);
  }
  expect(await prometheus.one(`resets(ecs_task_cpu_usage_seconds_total${window})`)).toBe(0);
});

test("an endpoint that throttles for some seconds is named as the cause, and costs no identity", async () => {
  await simulation.fault({ kind: "throttle", forMs: "4000" });
  await prometheus.until(`taskvitals_input_errors_total{reason="metadata-throttled"}`, 15_000, (errors) => errors >= 1);
  expect(await prometheus.one("up")).toBe(1);
  expect((await prometheus.query("ecs_container_memory_usage_bytes")).length).toBe(3);
  await prometheus.until(`taskvitals_input_up${input}`, 30_000, (up) => up === 1);
  await freshScrape();
  expect((await prometheus.query("ecs_container_memory_usage_bytes")).length).toBe(3);
});

test("a container that stops leaves its exit code, and the task's counters do not go back", async () => {
  const used = await prometheus.one("ecs_task_cpu_usage_seconds_total");
  await simulation.fault({ kind: "stop", container: "worker", exitCode: "9" });
  await prometheus.until('ecs_container_exit_code{container_name="worker"}', 20_000, (code) => code === 9);
  await prometheus.untilGone('ecs_container_memory_usage_bytes{container_name="worker"}', 20_000);
  expect(await prometheus.one("ecs_task_cpu_usage_seconds_total")).toBeGreaterThanOrEqual(used);
  expect(await prometheus.one("resets(ecs_task_cpu_usage_seconds_total[2m])")).toBe(0);
  expect(await prometheus.one('ecs_task_containers{status="STOPPED"}')).toBe(1);
  expect(await prometheus.one('ecs_task_containers{status="RUNNING"}')).toBe(2);
});

test("SIGTERM ends both cleanly within two seconds", async () => {
  for (const { child } of [agent, simulation]) {
    const { code, signal, afterMs } = await child.end("SIGTERM", 5_000);
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(afterMs).toBeLessThan(2_000);
  }
});
