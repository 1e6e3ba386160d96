import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openObjects } from "../fakes/aws/objects.ts";
import { freePort } from "../free-port.ts";
import { type RunningCommand, startCommand } from "./command.ts";
import { scripted } from "./scripted.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "taskvitals-reload-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** As quick as it may be, so that a test need not wait. */
const quick = "intervalMs: 1000\nreload: { intervalMs: 1000 }\nbuffer: { storage: memory }\n";

const open = async (name: string, text: string, more: Readonly<Record<string, string>> = {}) => {
  const simulation = await scripted({ shape: "ec2-bridge" });
  const port = await freePort();
  const file = join(folder, name);
  await writeFile(file, text);
  const environment = { ...simulation.environment, TASKVITALS_CONFIG: file, ECS_METRICS_EXPORTER_PORT: String(port) };
  const agent = startCommand(["run"], { ...environment, ...more });
  const get = async (path: string): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  /** Waits for text in /metrics. */
  const shows = (pattern: RegExp) =>
    agent.until(async () => {
      const text = await get("/metrics").catch(() => "");
      return pattern.test(text) ? text : undefined;
    });
  return {
    agent,
    port,
    get,
    shows,
    /** At once: the agent never sees a part of it. */
    change: async (next: string): Promise<void> => {
      await writeFile(`${file}.next`, next);
      await rename(`${file}.next`, file);
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await agent[Symbol.asyncDispose]();
      await simulation[Symbol.asyncDispose]();
    },
  };
};

/** Of whole lines. */
const problemsOf = (agent: RunningCommand): readonly string[] =>
  agent
    .err()
    .split("\n")
    .slice(0, -1)
    .filter((line) => line.startsWith("{"))
    .flatMap((line) => JSON.parse(line).problem ?? []);

/** The endpoint, and S3, are in this process: where it is not let run, they answer late. */
const faultsOf = (agent: RunningCommand): readonly string[] =>
  problemsOf(agent).filter((code) => !/^(metadata|input)-timeout$/.test(code));

const valuesOf = (text: string, series: RegExp): ReadonlyMap<string, number> =>
  new Map(
    text
      .split("\n")
      .filter((line) => series.test(line))
      .map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );

const counters = /^(ecs_(container|task)_cpu_usage_seconds_total|taskvitals_input_collections_total)\{/;

/** Scrapes on and on; gives what was amiss: a scrape that failed, a series that was gone, a counter that went back. */
const watch = (get: (path: string) => Promise<string>) => {
  const over = new AbortController();
  const amiss: string[] = [];
  let before: ReadonlyMap<string, number> = new Map();
  let scrapes = 0;
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      try {
        const now = valuesOf(await get("/metrics"), counters);
        for (const [series, value] of before) {
          const next = now.get(series);
          if (next === undefined) amiss.push(`gone: ${series}`);
          else if (next < value) amiss.push(`back from ${value} to ${next}: ${series}`);
        }
        before = now;
        scrapes += 1;
      } catch (error) {
        amiss.push(String(error));
      }
      await pause(20);
    }
  };
  const running = run();
  return async (): Promise<{ amiss: readonly string[]; scrapes: number; series: number }> => {
    over.abort();
    await running;
    return { amiss, scrapes, series: before.size };
  };
};

/** Reads the page's stream until the test ends; tells how much has come, and that it has not ended. */
const readLive = async (port: number) => {
  const over = new AbortController();
  const response = await fetch(`http://127.0.0.1:${port}/api/live`, { signal: over.signal });
  let bytes = 0;
  let ended = false;
  const read = async (): Promise<void> => {
    for await (const chunk of response.body ?? []) bytes += chunk.length;
    ended = true;
  };
  const reading = read().catch(() => {});
  return {
    bytes: () => bytes,
    hasEnded: () => ended,
    stop: async (): Promise<void> => {
      over.abort();
      await reading;
    },
  };
};

describe("a configuration file that changes while the agent runs", () => {
  it("comes into force, on the same port and without a gap in any counter", async () => {
    await using world = await open("gap.yaml", `${quick}outputs: { prometheus: { dialects: [taskvitals] } }\n`);
    await world.shows(/^ecs_container_cpu_usage_seconds_total\{/m);
    const first = await world.shows(/^ecs_task_cpu_usage_seconds_total\{/m);
    expect(first).not.toMatch(/^ee_/m);
    const started = /^taskvitals_start_timestamp_seconds .*$/m.exec(first)?.[0];
    const ended = watch(world.get);
    const live = await readLive(world.port);
    // Another dialect: an output. Another time-out: the input starts anew.
    await world.change(
      `${quick}outputs: { prometheus: { dialects: [taskvitals, ee] } }\ninputs: { ecs-task-metadata: { timeoutMs: 4000 } }\n`,
    );
    const second = await world.shows(/^taskvitals_config_reloads_total\{result="applied"\} 1$/m);
    expect(second).toMatch(/^ee_/m);
    // Another interval, at once by the signal: everything starts anew.
    await world.change(`${quick.replace("1000", "1500")}outputs: { prometheus: { dialects: [taskvitals] } }\n`);
    process.kill(world.agent.pid, "SIGHUP");
    const third = await world.shows(/^taskvitals_config_reloads_total\{result="applied"\} 2$/m);
    expect(third).not.toMatch(/^ee_/m);
    expect(third).toContain(started);
    await world.shows(/^taskvitals_input_collections_total\{input="ecs-task-metadata"\} ([5-9]|\d\d+)$/m);
    const read = live.bytes();
    await world.agent.until(() => (live.bytes() > read ? true : undefined));
    expect(live.hasEnded()).toBe(false);
    await live.stop();
    const { amiss, scrapes, series } = await ended();
    expect(amiss).toEqual([]);
    expect(scrapes).toBeGreaterThan(10);
    expect(series).toBeGreaterThan(3);
    expect((await world.agent.send("SIGTERM")).code).toBe(0);
    expect(faultsOf(world.agent)).toEqual([]);
  });

  it("is refused as a whole when it has a fault, which is named with its line; the one before stays", async () => {
    await using world = await open("fault.yaml", `${quick}outputs: { prometheus: { dialects: [taskvitals] } }\n`);
    await world.shows(/^ecs_container_/m);
    await world.change(`${quick}outputs: { prometheus: { dialects: [ee] } }\ninputs: { docker-engine: { hots: x } }\n`);
    await world.shows(/^taskvitals_config_reloads_total\{result="refused"\} 1$/m);
    await world.agent.until(() => (faultsOf(world.agent).length >= 2 ? true : undefined));
    expect(faultsOf(world.agent)).toEqual(["config-refused", "config-unknown-key"]);
    expect(world.agent.err()).toContain("line 5, column 28; did you mean host?");
    const metrics = await world.get("/metrics");
    expect(metrics).toMatch(/^ecs_container_/m);
    expect(metrics).not.toMatch(/^ee_/m);
    expect(JSON.parse(await world.get("/healthz"))).toMatchObject({
      status: "degraded",
      problems: expect.arrayContaining(["config-refused", "config-unknown-key"]),
    });
    await world.change("{ no: [yaml\n");
    await world.shows(/^taskvitals_config_reloads_total\{result="refused"\} 2$/m);
    await world.change(`${quick}outputs: { prometheus: { dialects: [ee] } }\n`);
    await world.agent.until(async () => /^ee_/m.test(await world.get("/metrics")) || undefined);
  });

  it("switches an output that sends on and off; what only a restart can change is told", async () => {
    await using world = await open("sends.yaml", quick);
    await world.shows(/^ecs_container_/m);
    expect(world.agent.out()).toBe("");
    await world.change(`${quick}log: { level: debug }\noutputs: { stdout: { format: json } }\n`);
    await world.agent.until(() => (world.agent.out().includes("container.cpu.time") ? true : undefined));
    await world.agent.until(() => (problemsOf(world.agent).includes("config-restart") ? true : undefined));
    expect(world.agent.err()).toContain('"subject":"log"');
    await world.shows(/^taskvitals_output_delivered_items_total\{output="stdout"\} [1-9]/m);
    await world.change(quick);
    await world.shows(/^taskvitals_config_reloads_total\{result="applied"\} 2$/m);
    await world.agent.until(async () => !(await world.get("/metrics")).includes('output="stdout"') || undefined);
    const offMs = Date.now();
    const collected = async (): Promise<number> =>
      Number(
        /^taskvitals_input_collections_total\{input="ecs-task-metadata"\} (\d+)$/m.exec(
          await world.get("/metrics"),
        )?.[1],
      );
    const enough = (await collected()) + 2;
    await world.agent.until(async () => ((await collected()) >= enough ? true : undefined));
    const times = world.agent
      .out()
      .split("\n")
      .slice(0, -1)
      .map((line) => Date.parse(JSON.parse(line).timestamp));
    expect(times.length).toBeGreaterThan(0);
    expect(times.filter((atMs) => atMs > offMs)).toEqual([]);
  });
});

describe("the daemon of a managed instance never ends by itself", () => {
  const managed = { AWS_EXECUTION_ENV: "AWS_ECS_MANAGED_INSTANCES" };

  it("waits for its port while another has it", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, () => resolve()));
    const address = other.address();
    const port = String(typeof address === "object" ? address?.port : 0);
    await using agent = startCommand(["run"], { ...managed, ECS_METRICS_EXPORTER_PORT: port });
    try {
      await agent.until(() => (problemsOf(agent).includes("port-in-use") ? true : undefined));
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
    const health = await agent.until(() =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        (response) => response.json(),
        () => undefined,
      ),
    );
    expect(health).toMatchObject({ inputs: {} });
    expect((await agent.send("SIGTERM")).code).toBe(0);
    expect(problemsOf(agent).filter((code) => code === "port-in-use")).toHaveLength(1);
  });

  it.each([
    ["no YAML", { TASKVITALS_CONFIG_CONTENT: "{ a: [b" }, "config-syntax"],
    ["a file that is not there", { TASKVITALS_CONFIG: "/nowhere/x.yaml" }, "config-unreadable"],
    ["a variable that is not known", { TASKVITALS_PROT: "9" }, "config-unknown-key"],
    ["an input's fault", { TASKVITALS_INPUTS_DOCKER_ENGINE_TIMEOUT_MS: "soon" }, "config-value"],
  ])("goes on with %s, and says so once", async (_what, environment, code) => {
    const port = await freePort();
    await using agent = startCommand(["run"], { ...managed, ...environment, ECS_METRICS_EXPORTER_PORT: String(port) });
    const health = await agent.until(() =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        (response) => response.json(),
        () => undefined,
      ),
    );
    expect(health).toMatchObject({ status: "degraded", problems: expect.arrayContaining([code]) });
    expect(problemsOf(agent).filter((one) => one === code)).toHaveLength(1);
    expect((await agent.send("SIGTERM")).code).toBe(0);
  });
});

it("an object in S3 comes into force; the last good one is kept, and counts when S3 is away at a start", async () => {
  const account = { accessKeyId: "AKID", secretAccessKey: "secret", region: "eu-west-1" };
  const aws = {
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_REGION: account.region,
    TASKVITALS_CONFIG: "s3://config/agents/daemon.yaml",
    TASKVITALS_RELOAD_FOLDER: join(folder, "kept"),
  };
  const only = (dialect: string): string => `${quick}outputs: { prometheus: { dialects: [${dialect}] } }\n`;
  const objects = await openObjects(account);
  const away = { ...aws, AWS_ENDPOINT_URL_S3: objects.url };
  objects.put("/config/agents/daemon.yaml", only("taskvitals"));
  {
    await using world = await open("unused.yaml", "", away);
    // One of them alone: without a configuration there are both.
    const speaks = (words: RegExp, others: RegExp) =>
      world.agent.until(async () => {
        const text = await world.get("/metrics");
        return words.test(text) && !others.test(text) ? true : undefined;
      });
    const [ours, theirs] = [/^ecs_container_/m, /^ee_container_/m];
    await speaks(ours, theirs);
    objects.put("/config/agents/daemon.yaml", only("ee"));
    await speaks(theirs, ours);
    objects.put("/config/agents/daemon.yaml", "{ no: [yaml");
    await world.agent.until(() => (problemsOf(world.agent).includes("config-refused") ? true : undefined));
  }
  await objects[Symbol.asyncDispose]();
  await using world = await open("unused.yaml", "", away);
  expect(await world.shows(/^ee_container_/m)).not.toMatch(/^ecs_container_/m);
  expect(faultsOf(world.agent).toSorted()).toEqual(["config-kept", "config-unreadable"]);
});
