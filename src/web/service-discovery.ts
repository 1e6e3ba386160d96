import { present } from "../model/present.ts";
import type { Gzip } from "../ports/compression.ts";
import type { ServerRequest } from "../ports/http-server.ts";
import type { ScrapeTarget, ScrapeTargets } from "../ports/scrape-target.ts";
import { answer, refuse } from "./api/reply.ts";
import type { Route } from "./server.ts";

type Labels = Readonly<Record<string, string>>;

const hostHeader = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/;

/** How the asker calls this machine, from the header Host; undefined when that is no name and no address. */
const askedAs = ({ headers }: ServerRequest): string | undefined => hostHeader.exec(headers.host ?? "")?.[1];

const bracketed = (host: string): string => (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);

/** A published port is open at every address of the machine, and so is one of the host's network: the asker's own way here leads there. */
const hostOf = ({ host, by }: ScrapeTarget, machine: string): string =>
  by === "published" || by === "host" || by === "local" ? machine : host;

const seconds = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : `${ms / 1000}s`);

/** Query of the path, each name's first value: a scrape has no more. */
const paramsOf = (query: string): Labels =>
  Object.fromEntries([...new URLSearchParams(query)].reverse().map(([name, value]) => [`__param_${name}`, value]));

const labelName = (text: string): string => text.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_");

const prefixed = (prefix: string, labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [`${prefix}${labelName(name)}`, value]));

/** What series keep, over restarts and new tasks. */
const lasting = ({ target, container, task }: ScrapeTarget, machine: string): Labels => ({
  ...prefixed("", target.tags ?? {}),
  instance: `${machine}/${target.name}/${target.slot}`,
  container_name: container.name,
  target: target.name,
  slot: String(target.slot),
  ...(task === undefined ? {} : present({ cluster: task.cluster, service: task.service, task_family: task.family })),
});

/** What a configuration can choose by, and take over. */
const meta = ({ target, container, task, by }: ScrapeTarget): Labels => ({
  by,
  ...present({
    container_id: container.id,
    container_image: container.image,
    container_port: target.containerPort?.toString(),
    host_port: target.hostPort?.toString(),
    task_arn: task?.arn,
    task_id: task?.id,
    task_revision: task?.revision,
    launch_type: task?.launchType,
    network_mode: task?.networkMode,
    availability_zone: task?.availabilityZone,
    region: task?.region,
    account: task?.account,
  }),
});

const groupOf = (found: ScrapeTarget, machine: string) => {
  const [path = "", query = ""] = found.path.split(/\?(.*)/s);
  const labels: Labels = {
    ...lasting(found, machine),
    ...prefixed("__meta_taskvitals_", meta(found)),
    ...paramsOf(query),
    __scheme__: found.scheme,
    __metrics_path__: path,
    ...present({ __scrape_interval__: seconds(found.intervalMs), __scrape_timeout__: seconds(found.timeoutMs) }),
  };
  return { targets: [`${bracketed(hostOf(found, machine))}:${found.port}`], labels };
};

export interface DiscoveryRouteOptions {
  /** Every list of every input that has one. */
  targets(): readonly ScrapeTargets[];
  /** Name or address of this machine; undefined: the one that the asker used. */
  readonly advertise: string | undefined;
  readonly gzip: Gzip;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** `/sd`: where Prometheus finds what can be scraped here (HTTP service discovery), as it was last seen. */
export const discoveryRoute = ({ targets, advertise, gzip, now }: DiscoveryRouteOptions): Route => ({
  path: "/sd",
  description: "Every target on this machine for Prometheus' HTTP service discovery",
  answer: (request) => {
    const machine = advertise ?? askedAs(request);
    if (machine === undefined) return refuse(400, "The header Host has no name and no address.");
    const lists = targets();
    const times = lists.flatMap(({ asOfMs }) => asOfMs ?? []);
    if (lists.length === 0) return refuse(404, "Nothing is read from apps here: the input app-metrics is off.");
    // An empty list would have Prometheus forget everything; an error has it keep what it knows.
    if (times.length === 0) return refuse(503, "No container has been seen yet.", { "retry-after": "5" });
    const age = Math.max(0, Math.round((now() - Math.min(...times)) / 1000));
    const groups = lists
      .flatMap((list) => list.targets)
      .filter(({ target }) => target.kind === "prometheus")
      .map((found) => groupOf(found, machine));
    return answer(request, groups, gzip, { age: String(age) });
  },
});
