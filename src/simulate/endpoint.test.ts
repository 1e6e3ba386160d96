import { afterEach, describe, expect, test } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { nodeFiles } from "../platform/files.ts";
import { nodeHttpClient } from "../platform/http-client.ts";
import { serveHttp } from "../platform/http-server.ts";
import { nodeProcesses } from "../platform/processes.ts";
import type { HttpRequest } from "../ports/http-client.ts";
import type { Simulation, SimulationOptions } from "./simulation.ts";
import { startSimulation } from "./start-simulation.ts";

const http = nodeHttpClient();
const clock = openFakeClock();
let running: Simulation | undefined;

const start = async (options: Partial<SimulationOptions> = {}): Promise<Simulation> => {
  const deps = { clock, serveHttp, files: nodeFiles, http, processes: nodeProcesses };
  const started = await startSimulation({ mode: "scripted", ...options }, deps);
  if (!started.ok) throw new Error(started.problem.detail);
  running = started;
  return started;
};

afterEach(async () => {
  await running?.stop();
});

const ask = (url: string, more: Partial<HttpRequest> = {}) =>
  http.request({ url, timeoutMs: 60_000, maxBodyBytes: 10_000_000, ...more });

/** Status and parsed body of a good answer. */
const get = async (url: string, more: Partial<HttpRequest> = {}) => {
  const response = await ask(url, more);
  if (!response.ok) throw new Error(`${response.reason}: ${response.detail}`);
  const json = response.headers["content-type"] === "application/json" ? JSON.parse(response.body) : undefined;
  return { ...response, json };
};

/** The address of a container. */
const address = ({ tasks }: Simulation, name = "web", task = 0) => {
  const container = tasks[task]?.containers.find((one) => one.name === name);
  if (container === undefined) throw new Error(`no container ${name}`);
  return container;
};

describe("paths of v4 and v3", () => {
  test("each container has its own address; the task is the same from all of them", async () => {
    const simulation = await start();
    const [web, worker] = [address(simulation), address(simulation, "worker")];
    expect((await get(web.v4)).json.Name).toBe("web");
    expect((await get(worker.v4)).json.DockerId).toBe(worker.dockerId);
    expect((await get(`${web.v4}/task`)).json).toEqual((await get(`${worker.v4}/task`)).json);
    expect((await get(`${web.v4}/stats`)).json.id).toBe(web.dockerId);
    const all = (await get(`${web.v4}/task/stats`)).json;
    expect(Object.keys(all)).toEqual(simulation.tasks[0]?.containers.map(({ dockerId }) => dockerId));
    expect(all[web.dockerId]).toEqual((await get(`${web.v4}/stats`)).json);
    expect((await get(`${web.v4}/taskWithTags`)).json.TaskTags).toEqual({ team: "shop" });
    expect((await get(`${web.v3}/task`)).json).not.toHaveProperty("LaunchType");
    expect((await get(`${web.v3}/stats`)).json).not.toHaveProperty("network_rate_stats");
  });

  test("what ECS would put into the environment leads there", async () => {
    const { environment } = await start({ shape: "ec2-awsvpc" });
    expect(environment.AWS_EXECUTION_ENV).toBe("AWS_ECS_EC2");
    expect((await get(`${environment.ECS_CONTAINER_METADATA_URI_V4}`)).json.Name).toBe("web");
    expect((await get(`${environment.ECS_CONTAINER_METADATA_URI}/task`)).json.Family).toBe("storefront");
  });

  test("an unknown id: 404 in v4; 500 in v3, but 400 for its statistics; the body is a bare text of JSON", async () => {
    const { origin } = await start();
    const told = await Promise.all(
      ["/v4/nobody/task", "/v4/nobody/stats", "/v3/nobody", "/v3/nobody/task/stats"].map((path) => get(origin + path)),
    );
    expect(told.map(({ status }) => status)).toEqual([404, 404, 500, 400]);
    for (const { json } of told) expect(json).toBeTypeOf("string");
  });

  test("a slash at the end is no route; a double one is sent to the clean path; both on the same host", async () => {
    const simulation = await start();
    const { v4 } = address(simulation);
    expect(await get(`${v4}/task/`)).toMatchObject({ status: 404, body: "404 page not found\n" });
    expect(await get(`${v4}/containers`)).toMatchObject({ status: 404, json: undefined });
    const moved = await get(`${v4.replace("/v4", "//v4")}/task`);
    expect(moved.status).toBe(301);
    expect(moved.headers.location).toBe(`${new URL(v4).pathname}/task`);
  });

  test("the statistics of a container that does not run are an error of their own", async () => {
    const plan = {
      family: "shop",
      containers: [{ name: "web", exits: { afterMs: 10, exitCode: 0 } }, { name: "worker" }],
    };
    const simulation = await start({ shape: "ec2-bridge", tasks: [plan] });
    const { v4, v3 } = address(simulation);
    expect((await get(`${v4}/stats`)).status).toBe(500);
    expect((await get(`${v3}/stats`)).status).toBe(400);
    expect((await get(`${v4}/task/stats`)).json[address(simulation).dockerId]).toEqual({});
    expect((await get(`${v3}/task/stats`)).json[address(simulation).dockerId]).toBeNull();
  });
});

describe("v2", () => {
  test("in awsvpc: fixed paths for the first task, with a slash at the end or without", async () => {
    const simulation = await start({ tasks: 2 });
    const { v2 } = simulation;
    const { dockerId } = address(simulation);
    expect((await get(`${v2}/metadata`)).json.Family).toBe("storefront");
    expect((await get(`${v2}/metadata/`)).json.Family).toBe("storefront");
    expect((await get(`${v2}/metadata/${dockerId}`)).json.Name).toBe("web");
    expect(Object.keys((await get(`${v2}/stats`)).json)).toContain(dockerId);
    expect((await get(`${v2}/stats/${dockerId}`)).json.id).toBe(dockerId);
    expect((await get(`${v2}/metadata/nobody`)).status).toBe(400);
  });

  test("elsewhere the caller's address tells no task", async () => {
    const { v2 } = await start({ shape: "ec2-bridge" });
    expect(await get(`${v2}/metadata`)).toMatchObject({ status: 400, json: "unable to associate ip with task" });
  });
});

describe("a managed daemon", () => {
  test("sees every task of its instance, itself too", async () => {
    const { daemonV4 = "", environment } = await start({ shape: "managed-daemon", tasks: 3 });
    expect(environment.ECS_CONTAINER_METADATA_URI_V4).toBe(daemonV4);
    const tasks = (await get(`${daemonV4}/tasks`)).json;
    expect(tasks.map(({ Group }: { Group: string }) => Group)).toEqual([
      "service:storefront",
      "service:orders",
      "service:payments",
      "daemon:taskvitals",
    ]);
    const stats = (await get(`${daemonV4}/tasks/stats`)).json;
    expect(stats).toHaveLength(4);
    expect(Object.keys(stats[1])).toEqual(tasks[1].Containers.map(({ DockerId }: { DockerId: string }) => DockerId));
    expect((await get(`${daemonV4}/task`)).json.Family).toBe("taskvitals");
  });

  test("alone: other tasks and other launch types get 404", async () => {
    const simulation = await start({ shape: "managed-daemon" });
    expect((await get(`${address(simulation).v4}/tasks`)).status).toBe(404);
    await simulation.stop();
    for (const shape of ["ec2-bridge", "fargate"] as const) {
      const other = await start({ shape });
      expect(await get(`${address(other).v4}/tasks/stats`)).toMatchObject({ status: 404, json: undefined });
      await other.stop();
    }
  });
});

describe("the throttle", () => {
  test("each path has a burst of 60; what is above gets 429 in plain text", async () => {
    const { v4 } = address(await start());
    const all = await Promise.all(Array.from({ length: 70 }, () => get(v4)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(60);
    const refused = all.find(({ status }) => status === 429);
    expect(refused?.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(all[0]?.headers).toMatchObject({ "x-rate-limit-limit": "40.00", "x-rate-limit-duration": "1" });
    expect((await get(`${v4}/task`)).status).toBe(200);
    await clock.advance(1_000);
    expect((await get(v4)).status).toBe(200);
  });

  test("can be turned off", async () => {
    const { v4 } = address(await start({ throttle: "off" }));
    const all = await Promise.all(Array.from({ length: 70 }, () => get(v4)));
    expect(all.every(({ status }) => status === 200)).toBe(true);
  });
});

test("hundreds of tasks stand side by side, each with its own ids", async () => {
  const simulation = await start({ tasks: 300, containersPerTask: 4, shape: "ec2-bridge" });
  expect(simulation.tasks).toHaveLength(300);
  const ids = simulation.tasks.flatMap(({ containers }) => containers.map(({ dockerId }) => dockerId));
  expect(new Set(ids).size).toBe(1_200);
  const last = (await get(`${address(simulation, "app-4", 299).v4}/task/stats`)).json;
  expect(Object.keys(last)).toHaveLength(4);
  const arns = new Set(simulation.tasks.map(({ arn }) => arn));
  expect(arns.size).toBe(300);
});

test("time is the given clock's: a minute later the counters are a minute further", async () => {
  const { v4 } = address(await start());
  const before = (await get(`${v4}/stats`)).json;
  await clock.advance(60_000);
  const after = (await get(`${v4}/stats`)).json;
  expect(Date.parse(after.read) - Date.parse(before.read)).toBe(60_000);
  expect(after.cpu_stats.cpu_usage.total_usage - before.cpu_stats.cpu_usage.total_usage).toBe(600_000_000);
});

describe("starting", () => {
  test("a port in use is a value", async () => {
    const { port } = await start();
    const deps = { clock, serveHttp, files: nodeFiles, http, processes: nodeProcesses };
    const second = await startSimulation({ mode: "scripted", port }, deps);
    expect(second).toMatchObject({ ok: false, problem: { code: "port-in-use" } });
  });

  test("so is a combination that ECS does not know", async () => {
    const deps = { clock, serveHttp, files: nodeFiles, http, processes: nodeProcesses };
    const shape = { ...(await import("./shapes/shape.ts")).shapes.fargate, networkMode: "bridge" as const };
    const refused = await startSimulation({ mode: "scripted", shape }, deps);
    expect(refused).toMatchObject({ ok: false, problem: { code: "config-value", subject: "shape" } });
  });

  test("equal seeds give equal ids, others do not", async () => {
    const arnOf = async (seed: string) => {
      const simulation = await start({ seed });
      await simulation.stop();
      return simulation.tasks[0]?.arn;
    };
    expect(await arnOf("a")).toBe(await arnOf("a"));
    expect(await arnOf("a")).not.toBe(await arnOf("b"));
  });
});
