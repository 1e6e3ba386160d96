import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { program } from "./agent.ts";
import { bareEnvironment, type Child, startChild } from "./child.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { openPromqlBy, type Promql } from "./promql.ts";
import { requirePrograms } from "./required.ts";
import { makeScratch } from "./scratch.ts";

/** A program in the engine's network, where its published ports are on 127.0.0.1. */
export interface Inside extends AsyncDisposable {
  readonly child: Child;
  readonly port: number;
  /** What it answers there. */
  readonly get: (path: string) => Promise<string>;
}

interface InsideOptions {
  readonly engine: DockerEngine;
  readonly name: string;
  readonly port: number;
  readonly readyPath: string;
  readonly command: (folder: string) => readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Files of its folder. */
  readonly files?: Readonly<Record<string, string>>;
}

const startInside = async (options: InsideOptions): Promise<Inside> => {
  const { engine, name, port, readyPath, command, env = {}, files = {} } = options;
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await makeScratch(name));
  for (const [file, content] of Object.entries(files)) await writeFile(join(scratch.path, file), content);
  const child = stack.use(
    startChild({
      name,
      command: ["nsenter", "--target", String(engine.pid), "--net", "--", ...command(scratch.path)],
      env: { ...bareEnvironment(scratch.path), ...env },
      logFile: join(scratch.path, "log"),
    }),
  );
  const get = (path: string): Promise<string> =>
    engine.inNetwork("busybox", "wget", "-q", "-O", "-", `http://127.0.0.1:${port}${path}`);
  await child.ready(`answers ${readyPath}`, () => get(readyPath));
  const owned = stack.move();
  return { child, port, get, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};

/** Nothing else listens in the engine's network: any port will do. */
const ports = { agent: 9546, prometheus: 9090 } as const;

/** The real program, beside the engine as a daemon in host network mode is. */
export const startAgentInside = (engine: DockerEngine, env: Readonly<Record<string, string>>): Promise<Inside> =>
  startInside({
    engine,
    name: "agent-inside",
    port: ports.agent,
    readyPath: "/metrics",
    command: () => [process.execPath, program, "run"],
    env: {
      DOCKER_HOST: `unix://${engine.socket}`,
      ECS_METRICS_EXPORTER_PORT: String(ports.agent),
      TASKVITALS_BUFFER_STORAGE: "memory",
      ...env,
    },
  });

/** A Prometheus that scrapes the agent, and what the agent's /sd lists. */
export const startPrometheusInside = async (
  engine: DockerEngine,
  agent: Pick<Inside, "port">,
): Promise<Inside & Promql> => {
  requirePrograms("prometheus");
  const config = `
global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: taskvitals
    static_configs: [{ targets: ["127.0.0.1:${agent.port}"] }]
  - job_name: apps
    http_sd_configs: [{ url: "http://127.0.0.1:${agent.port}/sd", refresh_interval: 1s }]
    relabel_configs:
      - { source_labels: [__meta_taskvitals_container_port], target_label: container_port }
      - { source_labels: [__address__], target_label: address }
`;
  const server = await startInside({
    engine,
    name: "prometheus-inside",
    port: ports.prometheus,
    readyPath: "/-/ready",
    files: { "prometheus.yml": config },
    command: (folder) => [
      "prometheus",
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    ],
  });
  const ask = (promql: string, atSeconds?: number): Promise<string> =>
    server.get(
      `/api/v1/query?query=${encodeURIComponent(promql)}${atSeconds === undefined ? "" : `&time=${atSeconds}`}`,
    );
  return { ...server, ...openPromqlBy("Prometheus", ask, "taskvitals") };
};
