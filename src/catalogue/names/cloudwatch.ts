import type { MetricId } from "../catalogue.ts";
import type { CloudwatchMetric } from "./cloudwatch-metric.ts";

const percent = 100;
const cpuUnits = 1024;
const perMebibyte = 1 / 1_048_576;
const perGibibyte = 1 / 1_073_741_824;

const cpu = "CPU units in use (1024 are one vCPU)";
const memory = "Memory in use, in MiB";

/**
 * The names of CloudWatch's Container Insights for ECS, where it has one for a figure of a task or a container. Its
 * metrics of services, clusters and instances come from ECS itself and stay there.
 *
 * Names, units and meanings: "Amazon ECS Container Insights with enhanced observability metrics" of the CloudWatch guide
 * (Container-Insights-enhanced-observability-metrics-ECS), which has all of these. That what is read and written is counted
 * since the start says the guide's reference of performance log events (Container-Insights-reference-performance-logs-ECS).
 */
export const cloudwatch: readonly CloudwatchMetric<MetricId>[] = [
  {
    name: "TaskCpuUtilization",
    of: "task",
    unit: "Percent",
    metric: "task.cpu.utilization",
    times: percent,
    usual: true,
    original: "CPU in use, of the task's",
    ours: "the same; absent when the task has no CPU limit",
  },
  {
    name: "TaskMemoryUtilization",
    of: "task",
    unit: "Percent",
    metric: "task.memory.utilization",
    times: percent,
    usual: true,
    original: "Memory in use, of the task's",
    ours: "the working set, of the task's limit; absent without one",
  },
  {
    name: "NetworkRxBytes",
    of: "task",
    unit: "Bytes/Second",
    metric: "task.network.receive",
    take: "perSecond",
    usual: true,
    original: "Bytes received a second",
    ours: "the same, all interfaces together; in bridge mode the sum of the containers",
  },
  {
    name: "NetworkTxBytes",
    of: "task",
    unit: "Bytes/Second",
    metric: "task.network.transmit",
    take: "perSecond",
    usual: true,
    original: "Bytes transmitted a second",
    ours: "the same, all interfaces together; in bridge mode the sum of the containers",
  },
  {
    name: "EphemeralStorageUtilized",
    of: "task",
    unit: "Gigabytes",
    metric: "task.ephemeral_storage.used",
    times: perGibibyte,
    usual: true,
    original: "Ephemeral storage in use",
    ours: "the same, in GiB",
  },
  {
    name: "EphemeralStorageReserved",
    of: "task",
    unit: "Gigabytes",
    metric: "task.ephemeral_storage.allocated",
    times: perGibibyte,
    original: "Ephemeral storage reserved",
    ours: "the same, in GiB",
  },
  {
    name: "CpuUtilized",
    of: "task",
    unit: "None",
    metric: "task.cpu.usage",
    times: cpuUnits,
    original: cpu,
    ours: "the same",
  },
  {
    name: "CpuReserved",
    of: "task",
    unit: "None",
    metric: "task.cpu.limit",
    times: cpuUnits,
    original: "CPU units reserved",
    ours: "the task's limit",
  },
  {
    name: "MemoryUtilized",
    of: "task",
    unit: "Megabytes",
    metric: "task.memory.working_set",
    times: perMebibyte,
    original: memory,
    ours: "the working set, in MiB",
  },
  {
    name: "MemoryReserved",
    of: "task",
    unit: "Megabytes",
    metric: "task.memory.limit",
    times: perMebibyte,
    original: "Memory reserved, in MiB",
    ours: "the task's limit, in MiB",
  },
  {
    name: "StorageReadBytes",
    of: "task",
    unit: "Bytes/Second",
    metric: "task.disk.read",
    take: "perSecond",
    original: "Bytes read since the start, in Bytes",
    ours: "bytes read a second",
  },
  {
    name: "StorageWriteBytes",
    of: "task",
    unit: "Bytes/Second",
    metric: "task.disk.written",
    take: "perSecond",
    original: "Bytes written since the start, in Bytes",
    ours: "bytes written a second",
  },
  {
    name: "ContainerCpuUtilization",
    of: "container",
    unit: "Percent",
    metric: "container.cpu.utilization",
    times: percent,
    usual: true,
    original: "CPU in use, of the container's",
    ours: "of what the container may use: its own cap, the task's limit, or the CPUs there are",
  },
  {
    name: "ContainerMemoryUtilization",
    of: "container",
    unit: "Percent",
    metric: "container.memory.utilization",
    times: percent,
    usual: true,
    original: "Memory in use, of the container's",
    ours: "the working set, of the first limit of container, task and cgroup",
  },
  {
    name: "ContainerMemoryUtilized",
    of: "container",
    unit: "Megabytes",
    metric: "container.memory.insights",
    times: perMebibyte,
    usual: true,
    original: memory,
    ours: "the same",
  },
  {
    name: "ContainerCpuUtilized",
    of: "container",
    unit: "None",
    metric: "container.cpu.usage",
    times: cpuUnits,
    original: cpu,
    ours: "the same",
  },
  {
    name: "ContainerNetworkRxBytes",
    of: "container",
    unit: "Bytes/Second",
    metric: "container.network.receive",
    take: "perSecond",
    original: "Bytes received a second, by cluster, service, family and task: no dimensions have ContainerName",
    ours: "the container's own in bridge mode; in awsvpc mode the counters are the task's: NetworkRxBytes",
  },
  {
    name: "ContainerNetworkTxBytes",
    of: "container",
    unit: "Bytes/Second",
    metric: "container.network.transmit",
    take: "perSecond",
    original: "Bytes transmitted a second, by cluster, service, family and task: no dimensions have ContainerName",
    ours: "the container's own in bridge mode; in awsvpc mode the counters are the task's: NetworkTxBytes",
  },
  {
    name: "ContainerStorageReadBytes",
    of: "container",
    unit: "Bytes/Second",
    metric: "container.disk.read",
    take: "perSecond",
    original: "Bytes read since the start, in Bytes",
    ours: "bytes read a second",
  },
  {
    name: "ContainerStorageWriteBytes",
    of: "container",
    unit: "Bytes/Second",
    metric: "container.disk.written",
    take: "perSecond",
    original: "Bytes written since the start, in Bytes",
    ours: "bytes written a second",
  },
  {
    name: "RestartCount",
    of: "container",
    unit: "Count",
    metric: "container.restarts",
    usual: true,
    original: "Restarts by the restart policy",
    ours: "the same, in all; absent without a restart policy",
  },
  {
    name: "UnHealthyContainerHealthStatus",
    of: "container",
    unit: "Count",
    metric: "container.health.status",
    take: { word: "UNHEALTHY" },
    usual: true,
    original: "1 when the health check says unhealthy, 0 when not",
    ours: "the same; absent without a health check",
  },
];

/** As the configuration lists them. */
export const cloudwatchNames: readonly string[] = cloudwatch.map(({ name }) => name);

/** The short list: what most alarms and dashboards are about. */
export const cloudwatchUsual: readonly string[] = cloudwatch.filter(({ usual }) => usual).map(({ name }) => name);
