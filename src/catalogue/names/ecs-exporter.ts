import type { MetricId } from "../catalogue.ts";
import { type ComparedDialect, type ComparedFamily, type LabelPair, seesManyTasks } from "./dialect.ts";

const same = "The same.";

type NetworkMetric = `task.network.${string}` & MetricId;

const network = (name: string, what: string, metric: NetworkMetric): ComparedFamily<MetricId> => ({
  name,
  kind: "counter",
  help: `${what}, per interface.`,
  rows: [{ take: "points", metric }],
  original:
    "Counter with `interface`. In awsvpc mode right; in bridge mode, where every container has an `eth0` of its own, the counter of whichever container comes last.",
  ours: "Counter with `interface`: the task's one interface in awsvpc mode, the sum of the containers in bridge mode.",
});

const families: readonly ComparedFamily<MetricId>[] = [
  {
    name: "ecs_task_metadata_info",
    kind: "info",
    help: "What the task is, and its present status.",
    rows: [
      {
        take: "identity",
        status: "task.status",
        labels: [
          { label: "cluster", field: "cluster" },
          { label: "task_arn", field: "arn" },
          { label: "family", field: "family" },
          { label: "revision", field: "revision" },
          { label: "desired_status", status: "desired" },
          { label: "known_status", status: "known" },
          { label: "availability_zone", field: "availabilityZone" },
          { label: "launch_type", field: "launchType" },
        ],
      },
    ],
    original: "Gauge, always 1. `cluster` is an ARN on Fargate and a short name on EC2.",
    ours: "The same labels; `cluster` is the short name everywhere. Unknown ones are left out.",
  },
  {
    name: "ecs_task_cpu_limit_vcpus",
    kind: "gauge",
    help: "CPU limit of the task in vCPUs.",
    rows: [{ take: "points", metric: "task.cpu.limit" }],
    original: "Gauge; absent without a limit.",
    ours: same,
  },
  {
    name: "ecs_task_memory_limit_bytes",
    kind: "gauge",
    help: "Memory limit of the task in bytes.",
    rows: [{ take: "points", metric: "task.memory.limit" }],
    original: "Gauge; absent without a limit.",
    ours: same,
  },
  {
    name: "ecs_task_ephemeral_storage_used_bytes",
    kind: "gauge",
    help: "Ephemeral storage in use by the task in bytes.",
    rows: [{ take: "points", metric: "task.ephemeral_storage.used" }],
    original: "Gauge, Fargate only.",
    ours: same,
  },
  {
    name: "ecs_task_ephemeral_storage_allocated_bytes",
    kind: "gauge",
    help: "Ephemeral storage the task may use in bytes.",
    rows: [{ take: "points", metric: "task.ephemeral_storage.allocated" }],
    original: "Gauge, Fargate only.",
    ours: same,
  },
  {
    name: "ecs_task_image_pull_start_timestamp_seconds",
    kind: "gauge",
    help: "When the pull of the task's images began, in seconds since the epoch.",
    rows: [{ take: "points", metric: "task.image_pull.start_timestamp" }],
    original: "Gauge.",
    ours: same,
  },
  {
    name: "ecs_task_image_pull_stop_timestamp_seconds",
    kind: "gauge",
    help: "When the pull of the task's images ended, in seconds since the epoch.",
    rows: [{ take: "points", metric: "task.image_pull.stop_timestamp" }],
    original: "Gauge.",
    ours: same,
  },
  {
    name: "ecs_container_restarts_total",
    kind: "counter",
    help: "Restarts of the container by its restart policy.",
    rows: [{ take: "points", metric: "container.restarts" }],
    original: "Counter; only where the endpoint tells it.",
    ours: "The same, and through the Docker Engine too.",
  },
  {
    name: "ecs_container_cpu_usage_seconds_total",
    kind: "counter",
    help: "CPU time used by the container in seconds.",
    rows: [{ take: "points", metric: "container.cpu.time" }],
    original: "Counter.",
    ours: same,
  },
  {
    name: "ecs_container_memory_usage_bytes",
    kind: "gauge",
    help: "Memory in use by the container in bytes, all caches included.",
    rows: [{ take: "points", metric: "container.memory.usage" }],
    original: "Gauge. Its help text says that the page cache is not in it; it is.",
    ours: "The same figure, rightly described.",
  },
  {
    name: "ecs_container_memory_limit_bytes",
    kind: "gauge",
    help: "Memory the container may use at most in bytes.",
    rows: [{ take: "points", metric: "container.memory.limit" }],
    original:
      "Gauge: the container's limit, else the task's. 0 bytes for a container with a soft limit only (EC2); crashes when there is no limit at all.",
    ours: "Gauge: the container's hard limit, else the task's, else a real limit of the cgroup. No series without one.",
  },
  {
    name: "ecs_container_memory_page_cache_size_bytes",
    kind: "gauge",
    help: "Page cache charged to the container in bytes.",
    rows: [{ take: "points", metric: "container.memory.cache" }],
    original: "Gauge, `stats.cache`; always 0 on cgroup v2, which has no such key.",
    ours: "Gauge: `cache` on cgroup v1, `file` on v2.",
  },
  network("ecs_network_receive_bytes_total", "Bytes received by the task", "task.network.receive"),
  network("ecs_network_receive_packets_total", "Packets received by the task", "task.network.receive.packets"),
  network(
    "ecs_network_receive_packets_dropped_total",
    "Packets to the task that were dropped on receipt",
    "task.network.receive.packets_dropped",
  ),
  network("ecs_network_receive_errors_total", "Receive errors of the task", "task.network.receive.errors"),
  network("ecs_network_transmit_bytes_total", "Bytes transmitted by the task", "task.network.transmit"),
  network("ecs_network_transmit_packets_total", "Packets transmitted by the task", "task.network.transmit.packets"),
  network(
    "ecs_network_transmit_packets_dropped_total",
    "Packets of the task that were dropped before they were transmitted",
    "task.network.transmit.packets_dropped",
  ),
  network("ecs_network_transmit_errors_total", "Transmit errors of the task", "task.network.transmit.errors"),
];

/** The exporter of the Prometheus community. */
export const ecsExporter: ComparedDialect = {
  name: "ecs-exporter",
  originalProgram: "prometheus-community/ecs_exporter 0.4.0",
  identityLabels: ["container_name"],
  labelsOf: (resource, form) => {
    if (resource.scope !== "task" && resource.scope !== "container") return [];
    const labels: LabelPair[] = [];
    if (resource.scope === "container") labels.push(["container_name", resource.container.name]);
    if (resource.task !== undefined && seesManyTasks(form)) labels.push(["task_id", resource.task.id]);
    return labels;
  },
  extensible: false,
  remarks: [
    "Task series have no label, but `interface` where it is a network's, and container series have `container_name`, as before. A daemon, which sees many tasks, adds `task_id`.",
    "The pause containers that ECS adds have no series (`internalContainers: show` brings them).",
    "When the endpoint fails, the original answers with status 200 and without the series, and says so in its debug log only; here `taskvitals_input_up` (dialect `taskvitals`) turns 0.",
    "The original's `go_*`, `process_*` and `promhttp_*` series tell of its own process; ours tells of itself under `taskvitals_*`.",
  ],
  families,
};
