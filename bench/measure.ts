import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { bundle } from "../tools/bundle.ts";
import { intervalMs, type Scenario } from "./scenario.ts";

/** What the agent's process reported, and what its readers saw. */
export interface Figures {
  readonly scenario: Scenario;
  readonly containers: number;
  /** CPU of each collection, ms. */
  readonly collections: readonly number[];
  /** First rendering after each collection, ms. */
  readonly renders: readonly number[];
  /** Bytes. */
  readonly rss: number;
  readonly heapUsed: number;
  readonly bodyBytes: number;
  readonly scrapesPerSecond: number;
  /** As a reader saw them, one at a time, ms. */
  readonly scrapeMs: readonly number[];
  readonly scrapeCpuMs: number;
}

type AgentReport = Pick<Figures, "containers" | "collections" | "renders" | "rss" | "heapUsed"> & {
  readonly port: number;
};

const folder = import.meta.dirname;

/** The child's next message; a child that ends instead is a failure. */
const message = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${child.spawnargs.join(" ")} ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (content: T) => {
      child.off("exit", ended);
      resolve(content);
    });
  });

/** The simulated endpoint, in a process of its own. */
export interface Endpoint {
  readonly child: ChildProcess;
  /** What an agent finds in its container. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): void;
}

export const openEndpoint = async (scenario: Scenario): Promise<Endpoint> => {
  const source = scenario.shape.startsWith("docker-") ? "docker-host.ts" : "endpoint.ts";
  const child = fork(join(folder, source), [JSON.stringify(scenario)]);
  const { environment } = await message<Pick<Endpoint, "environment">>(child);
  return { child, environment, stop: () => child.kill() };
};

const scrapeOnce = async (pool: Pool): Promise<number> => {
  const { body } = await pool.request({ path: "/metrics", method: "GET" });
  return (await body.arrayBuffer()).byteLength;
};

const scrapeFor = async (pool: Pool, connections: number, durationMs: number): Promise<number> => {
  let scrapes = 0;
  const endMs = performance.now() + durationMs;
  const reader = async (): Promise<void> => {
    while (performance.now() < endMs) {
      await scrapeOnce(pool);
      scrapes += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, reader));
  return scrapes / (durationMs / 1000);
};

const cpuOf = async (agent: ChildProcess): Promise<number> => {
  agent.send("cpu");
  return (await message<{ readonly cpuMs: number }>(agent)).cpuMs;
};

/** The programs as an image has them: bundled. */
export interface Programs {
  readonly agent: string;
  readonly main: string;
}

/** Node's options of a program, as its first line has them. */
export const nodeOptions = (program: string): readonly string[] => {
  const [first = ""] = readFileSync(program, "utf8").split("\n", 1);
  return first.startsWith("#!") ? first.split(" ").filter((word) => word.startsWith("--")) : [];
};

export const bundlePrograms = async (): Promise<Programs> => {
  const built = join(tmpdir(), `taskvitals-bench-${process.pid}`);
  const programs = { agent: join(built, "agent.mjs"), main: join(built, "main.mjs") };
  await bundle(join(folder, "agent.ts"), programs.agent);
  await bundle(join(folder, "..", "src", "main.ts"), programs.main);
  return programs;
};

/** Ten minutes of collections at once, then a flood of scrapes. */
export const measure = async (scenario: Scenario, programs: Programs): Promise<Figures> => {
  const endpoint = await openEndpoint(scenario);
  const agent = fork(programs.agent, {
    execArgv: ["--expose-gc"],
    env: { PATH: process.env.PATH, ...endpoint.environment },
  });
  try {
    let report = await message<AgentReport | "advance">(agent);
    while (report === "advance") {
      endpoint.child.send(intervalMs);
      await message(endpoint.child);
      agent.send("advanced");
      report = await message<AgentReport | "advance">(agent);
    }
    const pool = new Pool(`http://127.0.0.1:${report.port}`, { connections: 16 });
    const bodyBytes = await scrapeOnce(pool);
    const scrapeMs: number[] = [];
    for (let scrape = 0; scrape < 2000; scrape += 1) {
      const from = performance.now();
      await scrapeOnce(pool);
      scrapeMs.push(performance.now() - from);
    }
    const cpuBeforeMs = await cpuOf(agent);
    const scrapesPerSecond = await scrapeFor(pool, 16, 2000);
    const scrapeCpuMs = ((await cpuOf(agent)) - cpuBeforeMs) / (scrapesPerSecond * 2);
    await pool.close();
    return { scenario, ...report, bodyBytes, scrapeMs, scrapesPerSecond, scrapeCpuMs };
  } finally {
    agent.kill();
    endpoint.stop();
  }
};

/** From the start of the real program to the first sample in /metrics, in ms. */
export const measureStart = async (scenario: Scenario, programs: Programs, port: number): Promise<number> => {
  const endpoint = await openEndpoint(scenario);
  const from = performance.now();
  const agent = spawn(process.execPath, [...nodeOptions(programs.main), programs.main, "run"], {
    env: {
      PATH: process.env.PATH,
      ...endpoint.environment,
      ECS_METRICS_EXPORTER_PORT: String(port),
      TASKVITALS_SERVER_HOST: "127.0.0.1",
    },
    stdio: "ignore",
  });
  const pool = new Pool(`http://127.0.0.1:${port}`);
  try {
    while (performance.now() - from < 10_000) {
      const text = await pool
        .request({ path: "/metrics", method: "GET" })
        .then(({ body }) => body.text())
        .catch(() => "");
      if (text.includes("ecs_container_cpu_usage_seconds_total{")) return performance.now() - from;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error("no sample within 10 s of the start");
  } finally {
    await pool.destroy();
    agent.kill();
    endpoint.stop();
    await once(agent, "exit");
  }
};
