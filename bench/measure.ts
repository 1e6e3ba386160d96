import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Pool } from "undici";
import type { Scenario } from "./scenario.ts";

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

const message = async <T>(child: ChildProcess): Promise<T> => {
  const [first] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`${child.spawnfile} ended with ${code}`);
    }),
  ]);
  return first;
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

/** Ten minutes of collections at once, then a flood of scrapes. */
export const measure = async (scenario: Scenario): Promise<Figures> => {
  const endpoint = fork(join(folder, "endpoint.ts"), [JSON.stringify(scenario)]);
  const { environment } = await message<{ readonly environment: Record<string, string> }>(endpoint);
  const agent = fork(join(folder, "agent.ts"), {
    execArgv: ["--expose-gc"],
    env: { PATH: process.env.PATH, ...environment },
  });
  try {
    let report = await message<AgentReport | "advance">(agent);
    while (report === "advance") {
      endpoint.send(10_000);
      await message(endpoint);
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
    endpoint.kill();
  }
};

/** From the start of the real program to the first sample in /metrics, in ms. */
export const measureStart = async (scenario: Scenario, port: number): Promise<number> => {
  const endpoint = fork(join(folder, "endpoint.ts"), [JSON.stringify(scenario)]);
  const { environment } = await message<{ readonly environment: Record<string, string> }>(endpoint);
  const from = performance.now();
  const agent = spawn(process.execPath, [join(folder, "..", "src", "main.ts"), "run"], {
    env: {
      PATH: process.env.PATH,
      ...environment,
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
    endpoint.kill();
    await once(agent, "exit");
  }
};
