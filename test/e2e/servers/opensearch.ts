import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bareEnvironment, type Child, startChild } from "./child.ts";
import { requirePrograms } from "./required.ts";
import { makeScratch } from "./scratch.ts";
import { patienceMs } from "./wait.ts";

/** Where .ci/install-servers puts it. */
const home = "/opt/taskvitals-e2e/opensearch-2.19.1";

/** The runner looks for a port that is free from the one after this; it takes none above 9299. */
const basePort = 9229;

export interface OpenSearch extends AsyncDisposable {
  readonly url: string;
  /** JSON in, JSON out; rejects for any status but 2xx. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<unknown>;
}

const heap = "384m";

const requireJars = (): void => {
  requirePrograms("java");
  if (!existsSync(home) || readdirSync(home).length === 0) {
    throw new Error(`${home} is not there. Run bash .ci/install-servers as root first.`);
  }
};

/** The address that its own log tells, once it listens. */
const addressIn = (folder: string): string | undefined => {
  const log = join(folder, "node_1", "logs", "taskvitals.log");
  const text = existsSync(log) ? readFileSync(log, "utf8") : "";
  const port = /HttpServerTransport\] publish_address \{127\.0\.0\.1:(\d+)\}/.exec(text)?.[1];
  return port === undefined ? undefined : `http://127.0.0.1:${port}`;
};

const ready = (server: Child, folder: string): Promise<string> =>
  server.ready("listens", async () => {
    const url = addressIn(folder);
    if (url === undefined) return undefined;
    const response = await fetch(`${url}/_cluster/health`, { signal: AbortSignal.timeout(10_000) });
    return response.ok ? url : undefined;
  });

/** Starts one node of a real OpenSearch on loopback, with nothing in it. About ten seconds. */
export const startOpenSearch = async (): Promise<OpenSearch> => {
  requireJars();
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await makeScratch("opensearch"));
  const folder = join(scratch.path, "data");
  const main = "org.codelibs.opensearch.runner.OpenSearchRunner";
  const options = [
    "-numOfNode",
    "1",
    "-baseHttpPort",
    `${basePort}`,
    "-basePath",
    folder,
    "-clusterName",
    "taskvitals",
  ];
  const server = stack.use(
    startChild({
      name: "opensearch",
      command: ["java", `-Xms${heap}`, `-Xmx${heap}`, "-XX:+UseSerialGC", "-cp", `${home}/*`, main, ...options],
      env: bareEnvironment(scratch.path),
      cwd: scratch.path,
      logFile: join(scratch.path, "log"),
    }),
  );
  const url = await ready(server, folder);
  const owned = stack.move();
  return {
    url,
    ask: async (method, path, body) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`OpenSearch: ${response.status} for ${method} ${path}: ${text}`);
      return JSON.parse(text);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
