import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../platform/clock.ts";
import { nodeFiles } from "../../platform/files.ts";
import { nodeHttpClient } from "../../platform/http-client.ts";
import { serveHttp } from "../../platform/http-server.ts";
import { nodeProcesses } from "../../platform/processes.ts";
import type { Processes } from "../../ports/processes.ts";
import { shapes } from "../shapes/shape.ts";
import type { Simulation } from "../simulation.ts";
import { startSimulation } from "../start-simulation.ts";

const http = nodeHttpClient();
let folder = "";
let simulation: Simulation;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "taskvitals-live-"));
  const started = await startSimulation(
    {
      mode: "live",
      shape: { ...shapes["ec2-bridge"], refreshMs: 500 },
      accessLogPath: join(folder, "access.log"),
      throttle: "off",
    },
    { clock: systemClock, serveHttp, files: nodeFiles, http, processes: nodeProcesses },
  );
  if (!started.ok) throw new Error(started.problem.detail);
  simulation = started;
}, 30_000);

afterAll(async () => {
  await simulation.stop();
  await http.close();
  await rm(folder, { recursive: true, force: true });
});

const get = async (path: string) => {
  const base = simulation.environment.ECS_CONTAINER_METADATA_URI_V4;
  const response = await http.request({ url: base + path, timeoutMs: 60_000, maxBodyBytes: 1_000_000 });
  if (!response.ok) throw new Error(response.detail);
  return JSON.parse(response.body);
};

const container = async (name: string) => {
  const { Containers } = await get("/task");
  return Containers.find((one: { Name: string }) => one.Name === name);
};

const idOf = (name: string): string => simulation.tasks[0]?.containers.find((one) => one.name === name)?.dockerId ?? "";

/** Statistics of a container, once there are two readings and they pass the test. */
const stats = async (name: string, passes: (json: Awaited<ReturnType<typeof get>>) => boolean = () => true) => {
  let found: Awaited<ReturnType<typeof get>>;
  const settled = async () => {
    found = (await get("/task/stats"))[idOf(name)];
    return found?.precpu_stats?.online_cpus !== undefined && passes(found);
  };
  await expect.poll(settled, { interval: 100 }).toBe(true);
  return found;
};

const seconds = (json: { read: string }): number => Date.parse(json.read) / 1_000;

test("in awsvpc on EC2 a pause runs too, and all see the task's one interface", async () => {
  const awsvpc = await startSimulation(
    { mode: "live", shape: { ...shapes["ec2-awsvpc"], refreshMs: 500 }, throttle: "off" },
    { clock: systemClock, serveHttp, files: nodeFiles, http, processes: nodeProcesses },
  );
  if (!awsvpc.ok) throw new Error(awsvpc.problem.detail);
  const base = awsvpc.environment.ECS_CONTAINER_METADATA_URI_V4;
  const networks = async (): Promise<string[]> => {
    const response = await http.request({ url: `${base}/task/stats`, timeoutMs: 60_000, maxBodyBytes: 1_000_000 });
    const all: { networks?: object }[] = response.ok ? Object.values(JSON.parse(response.body)) : [];
    return all.flatMap((one) => (one.networks === undefined ? [] : [JSON.stringify(one.networks)]));
  };
  try {
    await expect.poll(async () => (await networks()).length).toBe(4);
    const seen = await networks();
    expect(new Set(seen).size).toBe(1);
    expect(JSON.parse(seen[0] ?? "")).toHaveProperty("eth0");
  } finally {
    await awsvpc.stop();
  }
});

test("stopped in the middle of a restart, it leaves no process behind", async () => {
  const alive = new Set<number>();
  const processes: Processes = {
    start: async (options) => {
      const child = await nodeProcesses.start(options);
      if (!child.ok) return child;
      alive.add(child.pid);
      void child.ended.then(() => alive.delete(child.pid));
      return child;
    },
  };
  const short = await startSimulation(
    { mode: "live" },
    { clock: systemClock, serveHttp, files: nodeFiles, http, processes },
  );
  if (!short.ok) throw new Error(short.problem.detail);
  expect(alive.size).toBeGreaterThanOrEqual(3);
  short.setFault({ kind: "restart" });
  await short.stop();
  await short.stop();
  expect([...alive]).toEqual([]);
});

describe("a live task", () => {
  test("runs three programs, and one that did its work", async () => {
    await expect.poll(async () => (await container("migration")).KnownStatus).toBe("STOPPED");
    expect((await container("migration")).ExitCode).toBe(0);
    const { Containers } = await get("/task");
    expect(Containers.map(({ Name, KnownStatus }: Record<string, string>) => `${Name} ${KnownStatus}`)).toEqual([
      "web RUNNING",
      "worker RUNNING",
      "cache RUNNING",
      "migration STOPPED",
    ]);
    expect((await get("/task/stats"))[idOf("migration")]).toEqual({});
  });

  test("the worker uses its tenth of a core", async () => {
    const first = await stats("worker");
    const last = await stats("worker", (json) => seconds(json) - seconds(first) >= 4);
    const usedNs = last.cpu_stats.cpu_usage.total_usage - first.cpu_stats.cpu_usage.total_usage;
    const cores = usedNs / 1e9 / (seconds(last) - seconds(first));
    // A busy machine may give it less, never more.
    expect(cores).toBeGreaterThan(0);
    expect(cores).toBeLessThan(0.2);
  });

  test("the web server's traffic is what its visitors cause, and its log has their lines", async () => {
    const first = await stats("web");
    const last = await stats("web", (json) => json.networks.eth0.tx_bytes > first.networks.eth0.tx_bytes + 10_000);
    expect(last.networks.eth0.rx_bytes).toBeGreaterThan(first.networks.eth0.rx_bytes);
    const [line] = (await readFile(join(folder, "access.log"), "utf8")).split("\n");
    const fields = Object.fromEntries((line ?? "").split("\t").map((field) => field.split(/:(.*)/s).slice(0, 2)));
    expect(fields).toMatchObject({ method: "GET", uri: "/", status: "200", size: "5120", ua: "visitor/1.0" });
  });

  test("its port outside is the one that answers", async () => {
    const [row] = (await container("web")).Ports;
    expect(row.ContainerPort).toBe(8080);
    expect(simulation.webServerUrl).toBe(`http://127.0.0.1:${row.HostPort}`);
    const page = await http.request({ url: `${simulation.webServerUrl}/`, timeoutMs: 2_000, maxBodyBytes: 100_000 });
    expect(page).toMatchObject({ ok: true, status: 200 });
  });

  test("it tells its own metrics, which count its visitors", async () => {
    expect((await container("web")).Labels).toMatchObject({
      "taskvitals.metrics": "prometheus",
      "taskvitals.port": "8080",
    });
    const counted = async (): Promise<number> => {
      const answer = await http.request({
        url: `${simulation.webServerUrl}/metrics`,
        timeoutMs: 2_000,
        maxBodyBytes: 100_000,
      });
      const [, count = "0"] = /^http_request_duration_seconds_count (\d+)$/m.exec(answer.ok ? answer.body : "") ?? [];
      return Number(count);
    };
    const before = await counted();
    await expect.poll(counted).toBeGreaterThan(before);
  });

  test("the cache grows", async () => {
    const first = await stats("cache");
    const more = await stats("cache", (json) => json.memory_stats.usage > first.memory_stats.usage + 2_000_000);
    expect(more.memory_stats.usage).toBeLessThan(400_000_000);
  });

  test("all of them together are light", async () => {
    const total = async (): Promise<number> => {
      const all: { cpu_stats?: { cpu_usage: { total_usage: number } } }[] = Object.values(await get("/task/stats"));
      return all.reduce((sum, { cpu_stats }) => sum + (cpu_stats?.cpu_usage.total_usage ?? 0), 0);
    };
    const first = seconds(await stats("worker"));
    const before = await total();
    const last = seconds(await stats("worker", (json) => seconds(json) - first >= 4));
    expect((await total()) - before).toBeLessThan(0.25e9 * (last - first));
  });

  test("a restart is a new process; the agent adds its counters to the old one's", async () => {
    const before = await container("worker");
    const used = (await stats("worker")).cpu_stats.cpu_usage.total_usage;
    simulation.setFault({ kind: "restart", container: "worker" });
    await expect.poll(async () => (await container("worker")).RestartCount).toBe(1);
    const after = await container("worker");
    expect(after.DockerId).toBe(before.DockerId);
    expect(Date.parse(after.StartedAt)).toBeGreaterThan(Date.parse(before.StartedAt));
    const again = await stats("worker", (json) => Date.parse(json.read) > Date.parse(after.StartedAt));
    expect(again.cpu_stats.cpu_usage.total_usage).toBeGreaterThanOrEqual(used);
  });

  test("a restarted web server has another port outside, and the same inside", async () => {
    const before = await container("web");
    const usual = before.Ports[0].HostPort;
    simulation.setFault({ kind: "restart", container: "web" });
    const hostPort = async (): Promise<number> => (await container("web")).Ports?.[0].HostPort ?? usual;
    await expect.poll(hostPort).not.toBe(usual);
    const after = await container("web");
    expect(after.Ports[0].ContainerPort).toBe(8080);
    expect(after.Labels).toEqual(before.Labels);
  });

  test("a reset takes its counters down", async () => {
    const used = (await stats("cache")).cpu_stats.cpu_usage.total_usage;
    simulation.setFault({ kind: "counter-reset", container: "cache" });
    const after = await stats("cache", (json) => json.cpu_stats.cpu_usage.total_usage < used);
    expect(after.cpu_stats.cpu_usage.total_usage).toBeGreaterThanOrEqual(0);
  });

  test("a stop ends the process with the code", async () => {
    simulation.setFault({ kind: "stop", container: "cache", exitCode: 3 });
    await expect.poll(async () => (await container("cache")).ExitCode).toBe(3);
    expect((await get("/task/stats"))[idOf("cache")]).toEqual({});
  });
});
