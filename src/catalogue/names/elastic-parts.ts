import type { MetricId } from "../catalogue.ts";
import type { ElasticField, ElasticSource } from "./elastic-field.ts";

/** Fields that the docker and the awsfargate module have alike, below their own prefix. */
type Fields = readonly ElasticField<MetricId>[];

const usage: ElasticSource<MetricId> = { metric: "container.cpu.usage" };
const online: ElasticSource<MetricId> = { metric: "container.cpu.online" };
const memoryLimit: ElasticSource<MetricId> = { metric: "container.memory.limit" };
const reads: ElasticSource<MetricId> = { metric: "container.disk.reads_completed" };
const writes: ElasticSource<MetricId> = { metric: "container.disk.writes_completed" };

const firstSample = "Absent until two samples are known and when the counter began anew; the original gives 0 or -1.";
const operationsOnV2 = "Absent on cgroup v2, which counts no operations; the original gives 0.";

const nanosecondsInSecond = 1e9;
const bytesInMebibyte = 1_048_576;

const mode = (prefix: string, name: "kernel" | "user"): Fields => {
  const having = { mode: name };
  const rate: ElasticSource<MetricId> = { metric: "container.cpu.mode_time", take: "perSecond", having };
  return [
    {
      name: `${prefix}.${name}.pct`,
      type: "double",
      series: "gauge",
      value: { first: [rate] },
      differs: firstSample,
    },
    {
      name: `${prefix}.${name}.norm.pct`,
      type: "double",
      series: "gauge",
      value: { of: rate, over: [online] },
      differs: firstSample,
    },
    {
      name: `${prefix}.${name}.ticks`,
      type: "long",
      series: "counter",
      value: { first: [{ metric: "container.cpu.mode_time", having }], times: nanosecondsInSecond },
    },
  ];
};

/** `pct` 1 is one core, `norm.pct` 1 the whole machine. */
export const cpuFields = (prefix: string): Fields => [
  {
    name: `${prefix}.total.pct`,
    type: "double",
    series: "gauge",
    value: { first: [usage] },
    differs: firstSample,
  },
  {
    name: `${prefix}.total.norm.pct`,
    type: "double",
    series: "gauge",
    value: { of: usage, over: [online] },
    differs: firstSample,
  },
  ...mode(prefix, "kernel"),
  ...mode(prefix, "user"),
];

/** Of the task's or container's limit, which neither `pct` nor `norm.pct` is. */
export const cpuExtras = ["container.cpu.utilization", "container.cpu.limit", "task.cpu.limit"] as const;

const detail = (prefix: string, key: string, value: ElasticField<MetricId>["value"]): ElasticField<MetricId> => ({
  name: `${prefix}.stats.${key}`,
  type: "long",
  value,
  differs: "Only what means the same on cgroup v1 and v2, under the name of v1; the original passes on what there is.",
});

const memoryDetails = (prefix: string): Fields => [
  detail(prefix, "cache", { first: [{ metric: "container.memory.cache" }] }),
  detail(prefix, "rss", { first: [{ metric: "container.memory.rss" }] }),
  detail(prefix, "mapped_file", { first: [{ metric: "container.memory.mapped_file" }] }),
  detail(prefix, "active_anon", { first: [{ metric: "container.memory.active_anon" }] }),
  detail(prefix, "active_file", { first: [{ metric: "container.memory.active_file" }] }),
  detail(prefix, "inactive_file", { first: [{ metric: "container.memory.inactive_file" }] }),
  detail(prefix, "swap", { first: [{ metric: "container.memory.swap" }] }),
  detail(prefix, "pgfault", { first: [{ metric: "container.memory.page_faults" }] }),
  detail(prefix, "pgmajfault", { first: [{ metric: "container.memory.page_faults", having: { type: "major" } }] }),
  detail(prefix, "pgpgin", { first: [{ metric: "container.memory.pages_in" }] }),
  detail(prefix, "pgpgout", { first: [{ metric: "container.memory.pages_out" }] }),
];

export const memoryFields = (prefix: string): Fields => [
  {
    name: `${prefix}.limit`,
    type: "long",
    series: "gauge",
    value: { first: [memoryLimit] },
    differs:
      "The container's limit, else the task's; absent without one. The original gives the machine's memory (docker) or always 0 (awsfargate).",
  },
  {
    name: `${prefix}.usage.total`,
    type: "long",
    series: "gauge",
    value: { first: [{ metric: "container.memory.usage" }] },
  },
  {
    name: `${prefix}.usage.pct`,
    type: "double",
    series: "gauge",
    value: { of: { metric: "container.memory.usage" }, over: [memoryLimit] },
    differs:
      "Of the container's limit, else the task's; absent without one. awsfargate dropped the field, which its dashboard still shows.",
  },
  {
    name: `${prefix}.usage.max`,
    type: "long",
    series: "gauge",
    value: { first: [{ metric: "container.memory.max_usage" }] },
    differs: "Absent on cgroup v2, which keeps none; the original gives 0.",
  },
  {
    name: `${prefix}.rss.total`,
    type: "long",
    series: "gauge",
    value: { first: [{ metric: "container.memory.rss" }] },
    differs: "On cgroup v2 too (`anon`); the original has it on v1 only.",
  },
  {
    name: `${prefix}.rss.pct`,
    type: "double",
    series: "gauge",
    value: { of: { metric: "container.memory.rss" }, over: [memoryLimit] },
    differs: "On cgroup v2 too (`anon`); the original has it on v1 only.",
  },
  {
    name: `${prefix}.fail.count`,
    type: "long",
    series: "counter",
    value: { first: [{ metric: "container.memory.failures" }] },
    differs: "awsfargate always gives 0.",
  },
  ...memoryDetails(prefix),
];

const direction = (prefix: string, name: "read" | "write", bytes: MetricId, operations: MetricId): Fields => [
  { name: `${prefix}.${name}.bytes`, type: "long", series: "counter", value: { first: [{ metric: bytes }] } },
  {
    name: `${prefix}.${name}.ops`,
    type: "long",
    series: "counter",
    value: { first: [{ metric: operations }] },
    differs: operationsOnV2,
  },
  {
    name: `${prefix}.${name}.rate`,
    type: "long",
    series: "gauge",
    value: { first: [{ metric: operations, take: "perSecond" }] },
    differs: `${operationsOnV2} awsfargate always gives 0.`,
  },
];

const operationRate = (name: string, ...of: readonly ElasticSource<MetricId>[]): ElasticField<MetricId> => ({
  name,
  type: "double",
  series: "gauge",
  value: { sum: of.map((source): ElasticSource<MetricId> => ({ ...source, take: "perSecond" })) },
  differs: `Operations a second, which dashboards still show and docker no longer gives; awsfargate always gives 0. ${operationsOnV2}`,
});

/** All devices, a stacked one counted once. */
export const diskFields = (prefix: string): Fields => [
  ...direction(prefix, "read", "container.disk.read", "container.disk.reads_completed"),
  ...direction(prefix, "write", "container.disk.written", "container.disk.writes_completed"),
  {
    name: `${prefix}.summary.bytes`,
    type: "long",
    series: "counter",
    value: { sum: [{ metric: "container.disk.read" }, { metric: "container.disk.written" }] },
    differs: "Read and written; the original is 0 on cgroup v2.",
  },
  {
    name: `${prefix}.summary.ops`,
    type: "long",
    series: "counter",
    value: { sum: [reads, writes] },
    differs: operationsOnV2,
  },
  {
    name: `${prefix}.summary.rate`,
    type: "long",
    series: "gauge",
    value: {
      sum: [
        { ...reads, take: "perSecond" },
        { ...writes, take: "perSecond" },
      ],
    },
    differs: `${operationsOnV2} awsfargate always gives 0.`,
  },
  operationRate(`${prefix}.reads`, reads),
  operationRate(`${prefix}.writes`, writes),
  operationRate(`${prefix}.total`, reads, writes),
];

const counters = [
  ["bytes", "network.receive", "network.transmit"],
  ["packets", "network.receive.packets", "network.transmit.packets"],
  ["errors", "network.receive.errors", "network.transmit.errors"],
  ["dropped", "network.receive.packets_dropped", "network.transmit.packets_dropped"],
] as const;

/** Counters of interfaces: of the task (awsvpc, host) or of the container (bridge). */
export const networkFields = (scope: "task" | "container", prefix: string): Fields =>
  counters.flatMap(
    ([name, received, sent]): Fields => [
      {
        name: `${prefix}.inbound.${name}`,
        type: "long",
        series: "counter",
        value: { first: [{ metric: `${scope}.${received}` }] },
      },
      {
        name: `${prefix}.outbound.${name}`,
        type: "long",
        series: "counter",
        value: { first: [{ metric: `${scope}.${sent}` }] },
      },
    ],
  );

/** The rates that docker's dashboard plots, deprecated for years. */
export const networkRateFields = (scope: "task" | "container", prefix: string): Fields =>
  counters.flatMap(
    ([name, received, sent]): Fields => [
      {
        name: `${prefix}.in.${name}`,
        type: "double",
        series: "gauge",
        value: { first: [{ metric: `${scope}.${received}`, take: "perSecond" }] },
        differs: "Absent when the counter began anew, where the original gives an astronomical rate.",
      },
      {
        name: `${prefix}.out.${name}`,
        type: "double",
        series: "gauge",
        value: { first: [{ metric: `${scope}.${sent}`, take: "perSecond" }] },
        differs: "Absent when the counter began anew, where the original gives an astronomical rate.",
      },
    ],
  );

/** What the Elastic Common Schema has for every container, ratios from 0 to 1. */
export const commonCpu: ElasticField<MetricId> = {
  name: "container.cpu.usage",
  type: "double",
  series: "gauge",
  value: { of: usage, over: [online] },
};

export const commonMemory: ElasticField<MetricId> = {
  name: "container.memory.usage",
  type: "double",
  series: "gauge",
  value: { of: { metric: "container.memory.usage" }, over: [memoryLimit] },
};

export const hardLimitField = (name: string): ElasticField<MetricId> => ({
  name,
  type: "double",
  series: "gauge",
  value: { first: [memoryLimit], times: 1 / bytesInMebibyte },
  differs:
    "MiB; the container's limit, else the task's. The original writes the status word here, for which Elasticsearch refuses the whole document.",
});
