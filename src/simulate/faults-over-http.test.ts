import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { nodeFiles } from "../platform/files.ts";
import { nodeHttpClient } from "../platform/http-client.ts";
import { serveHttp } from "../platform/http-server.ts";
import { nodeProcesses } from "../platform/processes.ts";
import type { HttpRequest } from "../ports/http-client.ts";
import type { Simulation } from "./simulation.ts";
import { startSimulation } from "./start-simulation.ts";

const http = nodeHttpClient();
const clock = openFakeClock();

const start = async (shape: "fargate" | "ec2-bridge" = "fargate") => {
  const deps = { clock, serveHttp, files: nodeFiles, http, processes: nodeProcesses };
  const started = await startSimulation({ mode: "scripted", shape, throttle: "off" }, deps);
  if (!started.ok) throw new Error(started.problem.detail);
  return started;
};

let simulation: Simulation;
let v4 = "";

beforeEach(async () => {
  simulation = await start();
  v4 = simulation.environment.ECS_CONTAINER_METADATA_URI_V4 ?? "";
});

afterEach(async () => {
  await simulation.stop();
});

const ask = (path: string, more: Partial<HttpRequest> = {}) =>
  http.request({ url: v4 + path, timeoutMs: 60_000, maxBodyBytes: 20_000_000, ...more });

const control = async (method: "GET" | "POST" | "DELETE", query = "") => {
  const response = await http.request({
    method,
    url: `${simulation.controlUrl}?${query}`,
    timeoutMs: 60_000,
    maxBodyBytes: 1_000_000,
  });
  if (!response.ok) throw new Error(response.detail);
  return { status: response.status, json: JSON.parse(response.body) };
};

const jsonOf = async (path: string) => {
  const response = await ask(path);
  if (!response.ok || response.status !== 200) throw new Error(`no answer at ${path}`);
  return JSON.parse(response.body);
};

const idOf = (name: string): string => {
  const container = simulation.tasks[0]?.containers.find((one) => one.name === name);
  return container?.dockerId ?? "";
};

describe("replies", () => {
  test("throttle", async () => {
    simulation.setFault({ kind: "throttle", times: 1 });
    const refused = await ask("/task");
    expect(refused).toMatchObject({ ok: true, status: 429, headers: { "content-type": "text/plain; charset=utf-8" } });
    expect(await ask("/task")).toMatchObject({ status: 200 });
  });

  test("server-error", async () => {
    simulation.setFault({ kind: "server-error", path: "*/stats" });
    expect(await ask("/task/stats")).toMatchObject({ status: 500, body: "{}" });
    expect(await ask("/task")).toMatchObject({ status: 200 });
  });

  test("silence", async () => {
    simulation.setFault({ kind: "silence", times: 1 });
    expect(await ask("/task", { timeoutMs: 200 })).toMatchObject({ ok: false, reason: "timeout" });
    expect(await ask("/task")).toMatchObject({ status: 200 });
  });

  test("slow", async () => {
    simulation.setFault({ kind: "slow", delayMs: 3_000, times: 1 });
    const late = ask("/task", { timeoutMs: 10_000 });
    await expect.poll(() => clock.pending()).toContain(3_000);
    await clock.advance(3_000);
    expect(await late).toMatchObject({ ok: true, status: 200 });
  });

  test("cut", async () => {
    simulation.setFault({ kind: "cut", times: 1 });
    expect(await ask("/task")).toMatchObject({ ok: false, reason: "reset" });
    simulation.setFault({ kind: "cut", bytes: 10, times: 1 });
    expect(await ask("/task")).toMatchObject({ ok: false, reason: "reset" });
    expect(await ask("/task")).toMatchObject({ ok: true });
  });

  test("reset", async () => {
    simulation.setFault({ kind: "reset", times: 1 });
    expect(await ask("/task")).toMatchObject({ ok: false, reason: "reset" });
    expect(await ask("/task")).toMatchObject({ ok: true });
  });

  test("not-json", async () => {
    simulation.setFault({ kind: "not-json" });
    const page = await ask("/task");
    expect(page).toMatchObject({ status: 200, headers: { "content-type": "text/html" } });
    expect(page.ok && page.body).toContain("<html>");
  });

  test("redirect", async () => {
    simulation.setFault({ kind: "redirect", times: 1 });
    expect(await ask("/task")).toMatchObject({ status: 302, headers: { location: "http://metadata.invalid/" } });
    simulation.setFault({ kind: "redirect", location: "http://198.51.100.1/task" });
    expect(await ask("/task")).toMatchObject({ headers: { location: "http://198.51.100.1/task" } });
  });

  test("huge", async () => {
    simulation.setFault({ kind: "huge" });
    expect(await ask("/task", { maxBodyBytes: 8_388_608 })).toMatchObject({ ok: false, reason: "too-large" });
    const whole = await ask("/task");
    expect(whole.ok && whole.body.length).toBe(9_437_184);
    expect(whole.ok && JSON.parse(whole.body).LaunchType).toBe("FARGATE");
  });

  test("tags-refused", async () => {
    simulation.setFault({ kind: "tags-refused" });
    const task = await jsonOf("/taskWithTags");
    expect(task).not.toHaveProperty("TaskTags");
    expect(task.Errors[0].ErrorCode).toBe("AccessDeniedException");
  });
});

describe("statistics", () => {
  test("null, empty and missing, of one container or of all", async () => {
    simulation.setFault({ kind: "null-stats", container: "web" });
    simulation.setFault({ kind: "empty-stats", container: "worker" });
    simulation.setFault({ kind: "missing-stats", container: "cache" });
    expect(await jsonOf("/task/stats")).toEqual({ [idOf("web")]: null, [idOf("worker")]: {} });
    expect(await ask("/stats")).toMatchObject({ status: 500 });
    simulation.clearFaults();
    simulation.setFault({ kind: "missing-stats" });
    expect(await jsonOf("/task/stats")).toEqual({});
  });

  test("of another task are left alone", async () => {
    simulation.setFault({ kind: "null-stats", task: 1 });
    expect(Object.values(await jsonOf("/task/stats"))).not.toContain(null);
  });

  test("one value is another, is wrong in type, or is gone", async () => {
    const set = (field: string, value: string) =>
      simulation.setFault({ kind: "stats-field", container: "web", field, value });
    set("cpu_stats.cpu_usage.total_usage", "-5");
    set("memory_stats.limit", "18446744073709551615");
    set("read", "not a time");
    set("networks", "");
    const all = await jsonOf("/task/stats");
    expect(all[idOf("web")].cpu_stats.cpu_usage.total_usage).toBe(-5);
    expect(all[idOf("web")].cpu_stats).toHaveProperty("online_cpus");
    expect(all[idOf("web")].read).toBe("not a time");
    expect(all[idOf("web")]).not.toHaveProperty("networks");
    expect(all[idOf("worker")].networks.eth1.rx_bytes).toBeGreaterThan(0);
  });
});

describe("containers and the clock", () => {
  const container = async (name: string) =>
    (await jsonOf("/task")).Containers.find((one: { Name: string }) => one.Name === name);

  test("stop", async () => {
    simulation.setFault({ kind: "stop", container: "worker", exitCode: 3 });
    expect(await container("worker")).toMatchObject({ KnownStatus: "STOPPED", ExitCode: 3 });
    expect((await container("web")).KnownStatus).toBe("RUNNING");
    expect((await jsonOf("/task/stats"))[idOf("worker")]).toBeNull();
  });

  test("stop later, when its time has come", async () => {
    simulation.setFault({ kind: "stop", container: "worker", afterMs: 5_000 });
    expect((await container("worker")).KnownStatus).toBe("RUNNING");
    await clock.advance(5_000);
    expect(await container("worker")).toMatchObject({ KnownStatus: "STOPPED", ExitCode: 137 });
  });

  test("restart", async () => {
    const before = await container("worker");
    simulation.setFault({ kind: "restart", container: "worker" });
    const after = await container("worker");
    expect(Date.parse(after.StartedAt)).toBeGreaterThan(Date.parse(before.StartedAt));
    expect((await jsonOf("/task/stats"))[idOf("worker")]).toBeNull();
    await clock.advance(1_000);
    expect((await jsonOf("/task/stats"))[idOf("worker")].cpu_stats.cpu_usage.total_usage).toBe(30_000_000);
  });

  test("counter-reset", async () => {
    simulation.setFault({ kind: "counter-reset", container: "web" });
    await clock.advance(20_000);
    const { cpu_stats: cpu } = (await jsonOf("/task/stats"))[idOf("web")];
    expect(cpu.cpu_usage.total_usage).toBeLessThan(20_000 * 10_000);
  });

  test("clock-step", async () => {
    const before = Date.parse((await jsonOf("/stats")).read);
    simulation.setFault({ kind: "clock-step", byMs: -3_600_000 });
    await clock.advance(10_000);
    expect(Date.parse((await jsonOf("/stats")).read) - before).toBe(10_000 - 3_600_000);
  });
});

describe("from outside", () => {
  test("faults are set, listed with their hits, and cleared", async () => {
    expect(await control("POST", "kind=throttle&path=*/task&times=2")).toMatchObject({ status: 201 });
    expect(await ask("/task")).toMatchObject({ status: 429 });
    expect((await control("GET")).json.faults).toEqual([{ kind: "throttle", path: "*/task", times: 2, hits: 1 }]);
    await control("DELETE");
    expect(await ask("/task")).toMatchObject({ status: 200 });
    expect((await control("GET")).json.faults).toEqual([]);
  });

  test("what happens to containers too", async () => {
    await control("POST", "kind=stop&container=cache&exitCode=0");
    expect((await jsonOf("/task")).Containers[2]).toMatchObject({ Name: "cache", ExitCode: 0 });
  });

  test("a wrong one is refused with the reason and the kinds there are", async () => {
    const { status, json } = await control("POST", "kind=cut&byte=3");
    expect(status).toBe(400);
    expect(json.error).toContain("byte");
    expect(json.kinds.map(({ kind }: { kind: string }) => kind)).toContain("cut");
  });

  test("the front page says where the endpoint is", async () => {
    const page = await http.request({ url: `${simulation.origin}/`, timeoutMs: 60_000, maxBodyBytes: 10_000 });
    expect(page.ok && JSON.parse(page.body)).toMatchObject({ mode: "scripted", ECS_CONTAINER_METADATA_URI_V4: v4 });
  });
});

test("faults can stand from the start", async () => {
  const deps = { clock, serveHttp, files: nodeFiles, http, processes: nodeProcesses };
  const other = await startSimulation(
    {
      mode: "scripted",
      faults: [
        { kind: "reset", times: 1 },
        { kind: "stop", container: "cache", exitCode: 2 },
      ],
    },
    deps,
  );
  if (!other.ok) throw new Error(other.problem.detail);
  try {
    v4 = other.environment.ECS_CONTAINER_METADATA_URI_V4 ?? "";
    expect(await ask("/task")).toMatchObject({ ok: false, reason: "reset" });
    expect((await jsonOf("/task")).Containers[2].ExitCode).toBe(2);
  } finally {
    await other.stop();
  }
});
