import { openFakeDatadog } from "./datadog/server.ts";
import { openFakeCluster } from "./elasticsearch/cluster.ts";
import { serveCluster } from "./elasticsearch/server.ts";
import { startFakeMackerel, usualKey } from "./mackerel/server.ts";
import { openFakeOtlp } from "./otlp/server.ts";
import { openFakeRemoteWrite } from "./remote-write/server.ts";

/** A stand-in that runs, and how to deliver to it. */
export interface RunningReceiver extends AsyncDisposable {
  /** The output's section of a configuration, with rounds short enough to watch. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The same as environment variables; rounds are then as long as usual. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where it tells what it took. */
  readonly state: string;
}

type StartReceiver = (port: number) => Promise<RunningReceiver>;

/** 32 hex digits, as Datadog's keys are. */
const datadogKey = "0123456789abcdef0123456789abcdef";
/** So that nobody asks the instance metadata service for one. */
const hostname = "demo";
const flushMs = 5000;

/** A strict stand-in for the back end of each output that sends, under the output's name. */
export const receivers: Readonly<Record<string, StartReceiver>> = {
  datadog: async (port) => {
    const fake = await openFakeDatadog({ port, apiKey: datadogKey });
    return {
      settings: { url: fake.url, apiKey: datadogKey, hostname, flushMs },
      variables: { DD_URL: fake.url, DD_API_KEY: datadogKey, DD_HOSTNAME: hostname },
      state: `${fake.url}/fake/state`,
      [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
    };
  },
  mackerel: async (port) => {
    const fake = await startFakeMackerel({ port });
    return {
      settings: { apiBase: fake.url, apiKey: usualKey },
      variables: { MACKEREL_APIBASE: fake.url, MACKEREL_APIKEY: usualKey },
      state: `${fake.url}/fake/state`,
      [Symbol.asyncDispose]: () => fake.close(),
    };
  },
  elasticsearch: async (port) => {
    const server = await serveCluster(openFakeCluster(), port);
    return {
      settings: { hosts: [server.url], flushMs },
      variables: { ELASTICSEARCH_HOSTS: server.url },
      state: `${server.url}/_fake/documents`,
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
  "prometheus-remote-write": async (port) => {
    const fake = await openFakeRemoteWrite({ port });
    return {
      settings: { url: fake.writeUrl, cadenceMs: flushMs },
      variables: { AWS_PROMETHEUS_ENDPOINT: fake.writeUrl },
      state: `${fake.url}/fake/state`,
      [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
    };
  },
  otlp: async (port) => {
    const fake = await openFakeOtlp({ port });
    return {
      settings: { endpoint: fake.url, intervalMs: flushMs },
      variables: { OTEL_EXPORTER_OTLP_ENDPOINT: fake.url },
      state: `${fake.url}/fake/state`,
      [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
    };
  },
};

/** Those of these names, on ports one after the other from the first on; 0: any free ones. */
export const startReceivers = async (
  names: readonly string[],
  firstPort: number,
): Promise<ReadonlyMap<string, RunningReceiver>> => {
  const running = new Map<string, RunningReceiver>();
  const all = Object.keys(receivers);
  for (const name of names) {
    const start = receivers[name];
    if (start === undefined) throw new Error(`There is no stand-in for ${name}; there are ${all.join(", ")}.`);
    running.set(name, await start(firstPort === 0 ? 0 : firstPort + all.indexOf(name)));
  }
  return running;
};
