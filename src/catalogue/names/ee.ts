import type { MetricId } from "../catalogue.ts";
import { type ComparedDialect, type ComparedFamily, type LabelPair, seesManyTasks } from "./dialect.ts";

/** Both container labels of a task's own series. */
const taskMark = "_task_";

/** Docker ids are shown in short, as Docker does. Fargate's `taskid-number` cut short would be the same for all. */
const shownId = (id: string): string => (/^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id);

type Pair = readonly [task: MetricId, container: MetricId];

const sameFigure = "The same.";

const byTaskAndContainer = ([task, container]: Pair) =>
  [
    { take: "points", metric: task },
    { take: "points", metric: container },
  ] as const;

const network = (name: string, what: string, [task, container]: Pair): ComparedFamily<MetricId> => ({
  name,
  kind: "counter",
  help: `Bytes ${what} over all interfaces; in awsvpc mode the containers show the counter of the task, which they share.`,
  rows: [
    { take: "total", metric: task },
    { take: "total", metric: container },
    { take: "shared", metric: task, beside: "container.cpu.time" },
  ],
  original:
    "Gauge. Per container the sum of its interfaces; `_task_` is the sum over containers, so in awsvpc mode, where all of them show the same interface, a multiple of the truth. Fails as a whole when a container has no `networks`.",
  ours: "Counter. Containers the same; `_task_` is the task's one interface in awsvpc mode and the sum of the containers in bridge mode. In host and none mode there are no such counters, and no series.",
});

const diskBytes = "Counter. All devices, a stacked one counted once, on cgroup v1 and v2.";
const diskOperations =
  "Counter. All devices, a stacked one counted once. On cgroup v2 the source has no operation counts: no series instead of 0.";

const disk = (name: string, what: string, pair: Pair, ours: string): ComparedFamily<MetricId> => ({
  name,
  kind: "counter",
  help: `${what} over all block devices.`,
  rows: byTaskAndContainer(pair),
  original:
    "Gauge. Per container the last device listed, for `_task_` all devices, stacked ones twice; always 0 on cgroup v2, where the operations are spelled in lower case.",
  ours,
});

const families: readonly ComparedFamily<MetricId>[] = [
  {
    name: "ee_task_cpu_limit",
    kind: "gauge",
    help: "CPU limit of the task in vCPUs (512 CPU units are 0.5).",
    rows: [{ take: "points", metric: "task.cpu.limit" }],
    original: "Gauge, vCPUs. A task without limits (EC2) makes the scrape fail with status 500.",
    ours: `${sameFigure} Without a limit there is no series.`,
  },
  {
    name: "ee_task_memory_limit_byte",
    kind: "gauge",
    help: "Memory limit of the task in bytes.",
    rows: [{ take: "points", metric: "task.memory.limit" }],
    original: "Gauge, bytes. A task without limits (EC2) makes the scrape fail with status 500.",
    ours: `${sameFigure} Without a limit there is no series.`,
  },
  {
    name: "ee_container_cpu_usage_seconds_total",
    kind: "counter",
    help: "CPU time used, in seconds.",
    rows: byTaskAndContainer(["task.cpu.time", "container.cpu.time"]),
    original:
      "Counter. `_task_` is the sum of the containers that answer now, so it falls when one stops; a stopped container makes the scrape fail.",
    ours: "Counter. `_task_` keeps what stopped containers used and never goes back. A stopped container has no series of its own.",
  },
  {
    name: "ee_container_memory_usage_byte",
    kind: "gauge",
    help: "Memory in use in bytes, all caches included.",
    rows: byTaskAndContainer(["task.memory.usage", "container.memory.usage"]),
    original: "Gauge, `memory_stats.usage`; `_task_` is the sum.",
    ours: `${sameFigure} \`_task_\` is absent while a running container has no sample, instead of too small.`,
  },
  {
    name: "ee_container_memory_usage_without_cache_byte",
    kind: "gauge",
    help: "Memory in use in bytes, without the page cache.",
    rows: [
      { take: "difference", metric: "task.memory.usage", minus: "task.memory.cache" },
      { take: "difference", metric: "container.memory.usage", minus: "container.memory.cache" },
    ],
    original: "Gauge, usage less `stats.cache`. cgroup v2 has no such key: the cache stays in.",
    ours: "Gauge, usage less the page cache: `cache` on cgroup v1, `file` on v2. Absent where the cache is unknown (Windows).",
  },
  network("ee_container_network_io_rx_bytes", "received", ["task.network.receive", "container.network.receive"]),
  network("ee_container_network_io_tx_bytes", "transmitted", ["task.network.transmit", "container.network.transmit"]),
  disk("ee_container_block_io_read_bytes", "Bytes read", ["task.disk.read", "container.disk.read"], diskBytes),
  disk(
    "ee_container_block_io_write_bytes",
    "Bytes written",
    ["task.disk.written", "container.disk.written"],
    diskBytes,
  ),
  disk(
    "ee_container_block_io_read_ops",
    "Read operations",
    ["task.disk.reads_completed", "container.disk.reads_completed"],
    diskOperations,
  ),
  disk(
    "ee_container_block_io_write_ops",
    "Write operations",
    ["task.disk.writes_completed", "container.disk.writes_completed"],
    diskOperations,
  ),
  {
    name: "ee_task_pull_started_at_time",
    kind: "gauge",
    help: "When the pull of the task's images began, in seconds since the epoch.",
    rows: [{ take: "points", metric: "task.image_pull.start_timestamp" }],
    original: "Gauge, seconds since the epoch; 0 when unknown.",
    ours: `${sameFigure} No series when unknown.`,
  },
  {
    name: "ee_task_pull_stopped_at_time",
    kind: "gauge",
    help: "When the pull of the task's images ended, in seconds since the epoch.",
    rows: [{ take: "points", metric: "task.image_pull.stop_timestamp" }],
    original: "Gauge, seconds since the epoch; 0 when unknown.",
    ours: `${sameFigure} No series when unknown.`,
  },
  {
    name: "ee_container_last_started_at_time",
    kind: "gauge",
    help: "When the task's newest container start was, in seconds since the epoch.",
    rows: [{ take: "greatest", metric: "container.started_timestamp" }],
    original: "Gauge, one `_task_` row with the newest start of any container.",
    ours: sameFigure,
  },
  ...["ee_ecs_metrics_exporter_success", "ecs_metrics_exporter_success"].map(
    (name): ComparedFamily<MetricId> => ({
      name,
      kind: "gauge",
      help: "1 when the last collection of every input succeeded, 0 when one failed.",
      rows: [{ take: "inputs-up" }],
      original:
        "Gauge without labels, 1 or 0; some versions have the prefix and some do not. A malformed answer gave status 500, never 0.",
      ours: "Both names. 0 for every kind of failure; absent until the first collection ends.",
    }),
  ),
];

const labels = (name: string, id: string, family = "", revision = ""): LabelPair[] => [
  ["container_name", name],
  ["container_id", id],
  ["task_family", family],
  ["task_revision", revision],
];

/** The exporter whose port, paths and variables taskvitals takes over. */
export const ee: ComparedDialect = {
  name: "ee",
  originalProgram: "ecs-metrics-exporter 0.1.2 (ecs-container-exporter)",
  identityLabels: ["container_name", "container_id", "task_family", "task_revision"],
  labelsOf: (resource, form) => {
    if (resource.scope !== "task" && resource.scope !== "container") return [];
    const { task } = resource;
    const pairs =
      resource.scope === "task"
        ? labels(taskMark, taskMark, task?.family, task?.revision)
        : labels(resource.container.name, shownId(resource.container.id), task?.family, task?.revision);
    if (task !== undefined && seesManyTasks(form)) pairs.push(["task_id", task.id]);
    return pairs;
  },
  extensible: false,
  remarks: [
    "Labels are `container_name`, `container_id`, `task_family` and `task_revision`; both container labels are `_task_` on the task's own rows. A daemon, which sees many tasks, adds `task_id`, since two tasks of one family would otherwise give the same series.",
    "`container_id` has the first 12 characters of Docker's id, as before. On Fargate, where ids are `taskid-number` and the first 12 characters were the same for all containers, it is whole.",
    "`container_name` is the name in the task definition. On EC2 the original showed Docker's name with a leading slash.",
    "Cumulative figures are typed as the counters they are. In OpenMetrics, where the name of a counter must end in `_total`, those whose name does not are `unknown`.",
    "The pause containers that ECS adds are left out of the container rows (`internalContainers: show` brings them); the task rows include them.",
    "Answers come from the last collection. A stopped, missing or malformed container costs its own series and nothing else.",
  ],
  families,
};
