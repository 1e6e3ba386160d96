import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../../free-port.ts";
import { bareEnvironment, startChild } from "./child.ts";
import { openPromql, type Promql } from "./promql.ts";
import { requirePrograms } from "./required.ts";
import { makeScratch } from "./scratch.ts";

export interface Prometheus extends AsyncDisposable, Promql {
  readonly url: string;
  /** Where it takes remote write. */
  readonly writeUrl: string;
}

const job = "taskvitals";

/** One second, so that a test sees what has just happened. */
const scraping = (target: string): string => `
global:
  scrape_interval: 1s
  scrape_timeout: 1s
scrape_configs:
  - job_name: ${job}
    static_configs:
      - targets: ["${target}"]
`;

/** Starts a Prometheus that scrapes `target` (host:port) at `/metrics`; without one, it only takes what it is sent. */
export const startPrometheus = async (target?: string): Promise<Prometheus> => {
  if (target === undefined) return startPrometheusWith("");
  const server = await startPrometheusWith(scraping(target));
  return { ...server, ...openPromql("Prometheus", server.url, job) };
};

export const startPrometheusWith = async (configuration: string): Promise<Prometheus> => {
  requirePrograms("prometheus", "promtool");
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await makeScratch("prometheus"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(scratch.path, "prometheus.yml");
  await writeFile(file, configuration);
  const server = stack.use(
    startChild({
      name: "prometheus",
      command: [
        "prometheus",
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(scratch.path, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
        "--web.enable-remote-write-receiver",
      ],
      env: bareEnvironment(scratch.path),
      logFile: join(scratch.path, "log"),
    }),
  );
  await server.ready("is ready", async () =>
    (await fetch(`${url}/-/ready`, { signal: AbortSignal.timeout(10_000) })).ok ? true : undefined,
  );
  const owned = stack.move();
  return {
    ...openPromql("Prometheus", url),
    url,
    writeUrl: `${url}/api/v1/write`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
