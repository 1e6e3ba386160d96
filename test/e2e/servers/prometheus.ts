import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { freePort } from "../../free-port.ts";
import { bareEnvironment, startChild } from "./child.ts";
import { requirePrograms } from "./required.ts";
import { makeScratch } from "./scratch.ts";
import { waitFor } from "./wait.ts";

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus extends AsyncDisposable {
  readonly url: string;
  /** An instant query, now. */
  readonly query: (promql: string) => Promise<readonly Sample[]>;
  /** The one value that the query has; rejects when there are none or several. */
  readonly one: (promql: string) => Promise<number>;
  /** Waits until the query has exactly one sample, which also `accept`s it. */
  readonly until: (promql: string, deadlineMs: number, accept?: (value: number) => boolean) => Promise<number>;
  /** Waits until the query has no samples. */
  readonly untilGone: (promql: string, deadlineMs: number) => Promise<void>;
}

/** One second, so that a test sees what has just happened. */
const configuration = (target: string): string => `
global:
  scrape_interval: 1s
  scrape_timeout: 1s
scrape_configs:
  - job_name: taskvitals
    static_configs:
      - targets: ["${target}"]
`;

const instant = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("vector"),
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.coerce.number()]) }),
    ),
  }),
});

const ask = async (url: string, promql: string): Promise<readonly Sample[]> => {
  const body = new URLSearchParams({ query: promql });
  const response = await fetch(`${url}/api/v1/query`, { method: "POST", body, signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`Prometheus: ${response.status} for ${promql}: ${text}`);
  return instant.parse(JSON.parse(text)).data.result.map(({ metric, value }) => ({ labels: metric, value: value[1] }));
};

/** Starts a Prometheus that scrapes `target` (host:port) at `/metrics`. */
export const startPrometheus = async (target: string): Promise<Prometheus> => {
  requirePrograms("prometheus", "promtool");
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await makeScratch("prometheus"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(scratch.path, "prometheus.yml");
  await writeFile(file, configuration(target));
  const server = stack.use(
    startChild({
      name: "prometheus",
      command: [
        "prometheus",
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(scratch.path, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      env: bareEnvironment(scratch.path),
      logFile: join(scratch.path, "log"),
    }),
  );
  await server.ready("is ready", 60_000, async () =>
    (await fetch(`${url}/-/ready`, { signal: AbortSignal.timeout(2_000) })).ok ? true : undefined,
  );
  const one = async (promql: string): Promise<number> => {
    const [first, ...more] = await ask(url, promql);
    if (first === undefined || more.length > 0) {
      throw new Error(`${promql}: ${first === undefined ? "no sample" : `${more.length + 1} samples, not one`}`);
    }
    return first.value;
  };
  const owned = stack.move();
  return {
    url,
    query: (promql) => ask(url, promql),
    one,
    until: (promql, deadlineMs, accept = () => true) =>
      waitFor({
        what: `Prometheus has ${promql}`,
        deadlineMs,
        attempt: async () => {
          const value = await one(promql);
          if (!accept(value)) throw new Error(`it is ${value}`);
          return value;
        },
      }),
    untilGone: async (promql, deadlineMs) => {
      await waitFor({
        what: `Prometheus no longer has ${promql}`,
        deadlineMs,
        attempt: async () => ((await ask(url, promql)).length === 0 ? true : undefined),
      });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
