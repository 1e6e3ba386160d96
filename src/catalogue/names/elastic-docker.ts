import type { MetricId } from "../catalogue.ts";
import type { ElasticField, ElasticSet } from "./elastic-field.ts";
import {
  commonCpu,
  commonMemory,
  cpuExtras,
  cpuFields,
  diskFields,
  memoryFields,
  networkFields,
  networkRateFields,
} from "./elastic-parts.ts";

const known = { type: "known" };

const network = (scope: "task" | "container"): ElasticSet<MetricId> => ({
  module: "docker",
  metricset: "network",
  of: scope,
  beside: `${scope}.network.receive`,
  perInterfaceOf: `${scope}.network.receive`,
  ...(scope === "task" ? { unlessContainersHave: "container.network.receive" } : {}),
  fields: [
    ...networkRateFields(scope, "docker.network"),
    ...networkFields(scope, "docker.network"),
    {
      name: "container.network.ingress.bytes",
      type: "long",
      series: "counter",
      value: { first: [{ metric: `${scope}.network.receive` }] },
      only: "fleet",
    },
    {
      name: "container.network.egress.bytes",
      type: "long",
      series: "counter",
      value: { first: [{ metric: `${scope}.network.transmit` }] },
      only: "fleet",
    },
  ],
});

const count = (name: string, words?: readonly string[]): ElasticField<MetricId> => ({
  name: `docker.info.containers.${name}`,
  type: "long",
  series: "gauge",
  value: { count: "container.status", having: known, ...(words === undefined ? {} : { words }) },
  differs: "Containers that this agent sees: a sidecar those of its task.",
});

/** The metricsets of Metricbeat's and the Elastic Agent's docker module. */
export const elasticDocker: readonly ElasticSet<MetricId>[] = [
  {
    module: "docker",
    metricset: "cpu",
    of: "container",
    beside: "container.cpu.time",
    fields: [...cpuFields("docker.cpu"), commonCpu],
    extras: cpuExtras,
  },
  {
    module: "docker",
    metricset: "memory",
    of: "container",
    beside: "container.memory.usage",
    fields: [...memoryFields("docker.memory"), commonMemory],
    extras: ["container.memory.working_set", "container.memory.utilization", "container.memory.reservation"],
  },
  network("container"),
  network("task"),
  {
    module: "docker",
    metricset: "diskio",
    of: "container",
    beside: "container.disk.read",
    fields: diskFields("docker.diskio"),
  },
  {
    module: "docker",
    metricset: "container",
    of: "container",
    beside: "container.status",
    fields: [
      { name: "docker.container.created", type: "date", value: { date: "container.created_timestamp" } },
      {
        name: "docker.container.status",
        type: "keyword",
        value: {
          dockerStatus: {
            status: "container.status",
            health: "container.health.status",
            startedSeconds: "container.started_timestamp",
            exitCode: "container.exit_code",
          },
        },
        differs: "Stopped containers too, as long as the source tells of them.",
      },
    ],
    extras: ["container.exit_code", "container.restarts", "container.oom_killed", "container.started_timestamp"],
  },
  {
    module: "docker",
    metricset: "healthcheck",
    of: "container",
    beside: "container.health.status",
    fields: [
      {
        name: "docker.healthcheck.status",
        type: "keyword",
        value: { word: "container.health.status", lowerCase: true },
      },
    ],
    extras: ["container.health.since_timestamp"],
  },
  {
    module: "docker",
    metricset: "info",
    of: "agent",
    beside: "container.status",
    fields: [
      count("running", ["RUNNING", "RESOURCES_PROVISIONED", "RESTARTING"]),
      count("paused", ["PAUSED"]),
      count("stopped", ["STOPPED"]),
      count("total"),
    ],
  },
];
