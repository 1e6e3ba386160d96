import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeServices } from "../../src/app/node-services.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { startSimulation } from "../../src/simulate/start-simulation.ts";
import { awakeMs } from "../awake-clock.ts";
import { eventsIn, readEvent } from "../fakes/emf/read.ts";
import { freePort } from "../free-port.ts";

const main = resolve(import.meta.dirname, "../../src/main.ts");
const patienceMs = 120_000;

let simulation: Simulation;
beforeAll(async () => {
  const { clock, serve: serveHttp, files, http, processes } = nodeServices();
  const started = await startSimulation(
    // So many that a pipe is full soon.
    { mode: "scripted", shape: "fargate", tasks: 1, containersPerTask: 60 },
    { clock, serveHttp, files, http, processes },
  );
  if (!started.ok) throw new Error(started.problem.detail);
  simulation = started;
});
afterAll(() => simulation.stop());

/** The agent as ECS starts it, with a file descriptor or a pipe for its standard output. */
const startAgent = async (format: string, output: "pipe" | number = "pipe") => {
  const port = await freePort();
  const child = spawn(process.execPath, [main, "run"], {
    env: {
      PATH: process.env.PATH ?? "",
      ...simulation.environment,
      ECS_METRICS_EXPORTER_PORT: String(port),
      TASKVITALS_INTERVAL_MS: "1000",
      TASKVITALS_STOP_TIMEOUT_MS: "4000",
      TASKVITALS_BUFFER_STORAGE: "memory",
      TASKVITALS_INPUTS_DOCKER_ENGINE_ENABLED: "off",
      TASKVITALS_OUTPUTS_STDOUT_FORMAT: format,
      TASKVITALS_OUTPUTS_STDOUT_INTERVAL_MS: "1000",
    },
    stdio: ["ignore", output, "pipe"],
  });
  const exit = once(child, "exit");
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const until = async <T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> => {
    const end = awakeMs() + patienceMs;
    for (;;) {
      const found = await find();
      if (found !== undefined) return found;
      if (child.exitCode !== null || awakeMs() > end) throw new Error(`it never came\n${log}`);
      await pause(50);
    }
  };
  const queued = async (): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
    const text = (await answer?.text()) ?? "";
    return Number(/^taskvitals_output_queue_records\{output="stdout"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  const healthy = async (): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    return answer.ok;
  };
  return {
    out: child.stdout,
    log: () => log,
    until,
    healthy,
    queued,
    told: (code: string) => until(() => (log.includes(code) ? true : undefined)),
    stop: async (): Promise<number> => {
      const sinceMs = awakeMs();
      child.kill("SIGTERM");
      expect(await exit).toEqual([0, null]);
      return awakeMs() - sinceMs;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null) child.kill("SIGKILL");
      await exit;
    },
  };
};

const readAll = (stream: Readable | null): (() => string) => {
  let text = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
};

/** Time of the last whole line. */
const newestMs = (text: string): number => {
  const line = text.split("\n").at(-2);
  return line === undefined ? 0 : Date.parse(String(JSON.parse(line).timestamp));
};

describe("standard output of the real process", () => {
  it("has whole lines that CloudWatch takes, and nothing else", async () => {
    await using agent = await startAgent("emf");
    const text = readAll(agent.out);
    await agent.until(() => (text().split("ContainerCpuUtilization").length > 4 ? true : undefined));
    await agent.stop();
    const data = eventsIn(text()).flatMap((line) => readEvent(line, Date.now()));
    expect(new Set(data.map(({ name }) => name))).toContain("TaskMemoryUtilization");
    expect(new Set(data.map(({ dimensions }) => Object.keys(dimensions).join(" ")))).toEqual(
      new Set(["ClusterName ServiceName", "ClusterName ServiceName ContainerName"]),
    );
    expect(agent.log()).toContain("taskvitals stopped");
    expect(text()).not.toContain("taskvitals stopped");
  });

  it("has a JSON object a line of everything", async () => {
    await using agent = await startAgent("json");
    const text = readAll(agent.out);
    await agent.until(() => (text().includes('"container.cpu.usage"') ? true : undefined));
    await agent.stop();
    const scopes = eventsIn(text()).map((line) => String(JSON.parse(line).scope));
    expect(new Set(scopes)).toEqual(new Set(["task", "container", "self"]));
  });

  it("may be blocked: the agent says so, answers, goes on when it is read, and keeps its lines whole", async () => {
    await using agent = await startAgent("json");
    await agent.told("Nobody takes what is written");
    expect(await agent.healthy()).toBe(true);
    const sinceMs = Date.now();
    const text = readAll(agent.out);
    await agent.until(() => (newestMs(text()) > sinceMs ? true : undefined));
    await agent.stop();
    const lines = eventsIn(text());
    for (const line of lines) JSON.parse(line);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it("may be blocked at the end, which is in time all the same", async () => {
    await using agent = await startAgent("json");
    // Of the collections that wait, the first is under way.
    await agent.until(async () => ((await agent.queued()) > 2 ? true : undefined));
    expect(await agent.stop()).toBeLessThan(10_000);
  });

  it("may be closed by its reader: the agent says so, and goes on", async () => {
    await using agent = await startAgent("json");
    const text = readAll(agent.out);
    await agent.until(() => (text().includes("\n") ? true : undefined));
    agent.out?.destroy();
    await agent.told("Standard output is closed");
    expect(await agent.healthy()).toBe(true);
    await agent.stop();
  });

  it("may be a full file system", async () => {
    const full = openSync("/dev/full", "w");
    try {
      await using agent = await startAgent("json", full);
      await agent.told("ENOSPC");
      expect(await agent.healthy()).toBe(true);
      await agent.stop();
    } finally {
      closeSync(full);
    }
  });
});
