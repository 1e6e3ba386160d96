import type { DatadogDialect, DatadogFamily, DatadogRow } from "./datadog-dialect.ts";
import { nano, netRows, percentOfOneCore, perMebibyte, perSecond, value } from "./datadog-rows.ts";

const same = "The same.";
const v1 = "The same where the statistics have it: cgroup v1.";
const clocks =
  "Change by the samples' own times; the original takes the time of the fetch for that of the sample, up to 10 s off.";

type Notes = Pick<DatadogFamily, "original" | "ours" | "together">;

const gauge = (name: string, unit: string, rows: DatadogRow | readonly DatadogRow[], notes: Notes): DatadogFamily => ({
  name: `ecs.fargate.${name}`,
  kind: "gauge",
  unit,
  rows: "take" in rows ? [rows] : rows,
  ...notes,
});

const cpu: readonly DatadogFamily[] = [
  gauge("cpu.usage", "nanocore", perSecond("container.cpu.time", nano), {
    original: "Nanoseconds of CPU time a second.",
    ours: clocks,
  }),
  gauge("cpu.user", "nanocore", perSecond("container.cpu.mode_time", nano, { mode: "user" }), {
    original: "Nanoseconds of CPU time a second.",
    ours: clocks,
  }),
  gauge("cpu.system", "nanocore", perSecond("container.cpu.mode_time", nano, { mode: "kernel" }), {
    original: "Nanoseconds of CPU time a second.",
    ours: clocks,
  }),
  gauge("cpu.percent", "percent", value("container.cpu.usage", percentOfOneCore), {
    original:
      "Share of the machine's CPU time, times its CPUs: 100 is one core. Falls back to whole seconds, and fails below one.",
    ours: "CPU time over the time between the two samples: 100 is one core. For 0 to 1 of what the container may use see `ecs.container.cpu.utilization` (dialect `taskvitals`).",
  }),
  gauge("cpu.limit", "share", value("container.cpu.reservation", 1024), {
    original: "CPU units of the container; its documentation says percent.",
    ours: "CPU units of the container. Absent without a reservation.",
  }),
  gauge("cpu.task.limit", "nanocore", value("task.cpu.limit", nano), {
    original: "CPU limit of the task.",
    ours: same,
  }),
];

const memory: readonly DatadogFamily[] = [
  gauge("mem.task.limit", "byte", value("task.memory.limit"), { original: "Memory limit of the task.", ours: same }),
  gauge("mem.usage", "byte", value("container.memory.usage"), {
    original: "Memory in use, page cache and all: grows until the limit where files are read, without being a leak.",
    ours: "The same. For what cannot be dropped see `container.memory.working_set` (dialect `container`).",
  }),
  gauge("mem.max_usage", "byte", value("container.memory.max_usage"), { original: "Highest usage.", ours: v1 }),
  gauge("mem.limit", "byte", value("container.memory.limit"), {
    original: "memory_stats.limit, unless that is 9223372036854771712.",
    ours: "The container's hard limit, else the task's, else the cgroup's.",
  }),
  gauge("mem.cache", "byte", value("container.memory.cache"), {
    original: "Page cache, `cache`; absent on cgroup v2.",
    ours: "Page cache: `cache` (cgroup v1), `file` (v2).",
  }),
  gauge("mem.rss", "byte", value("container.memory.rss"), {
    original: "Anonymous memory, `rss`; absent on cgroup v2.",
    ours: "Anonymous memory: `rss` (cgroup v1), `anon` (v2).",
  }),
  gauge("mem.mapped_file", "byte", value("container.memory.mapped_file"), {
    original: "Mapped files, `mapped_file`; absent on cgroup v2.",
    ours: "Mapped files: `mapped_file` (cgroup v1), `file_mapped` (v2).",
  }),
  gauge("mem.active_anon", "byte", value("container.memory.active_anon"), {
    original: "Anonymous memory used of late.",
    ours: same,
  }),
  gauge("mem.active_file", "byte", value("container.memory.active_file"), {
    original: "Page cache used of late.",
    ours: same,
  }),
  gauge("mem.inactive_file", "byte", value("container.memory.inactive_file"), {
    original: "Page cache that is dropped first.",
    ours: same,
  }),
  gauge("mem.hierarchical_memory_limit", "byte", value("container.memory.limit"), {
    original: "The nearest limit of the cgroup hierarchy, unless that is 9223372036854771712.",
    ours: "The container's hard limit, else the task's, else the cgroup's.",
  }),
  gauge("mem.hierarchical_memsw_limit", "byte", value("container.memory.limit_with_swap"), {
    original: "The nearest limit of memory and swap together, unless that is 9223372036854771712. Fargate sets none.",
    ours: same,
  }),
  gauge("mem.pgpgin", "page/second", perSecond("container.memory.pages_in"), {
    original: "Pages charged to the container.",
    ours: v1,
  }),
  gauge("mem.pgpgout", "page/second", perSecond("container.memory.pages_out"), {
    original: "Pages no longer charged to the container.",
    ours: v1,
  }),
  gauge(
    "mem.pgfault",
    "fault/second",
    { take: "total", metric: "container.memory.page_faults" },
    { original: "Page faults, minor and major.", ours: same },
  ),
  gauge("mem.pgmajfault", "fault/second", perSecond("container.memory.page_faults", 1, { type: "major" }), {
    original: "Major page faults.",
    ours: same,
  }),
];

const diskOriginal = "Over all devices, a stacked device counted twice; absent on cgroup v2, which spells lower case.";

const disk: readonly DatadogFamily[] = [
  gauge("io.bytes.read", "byte/second", perSecond("container.disk.read"), {
    original: diskOriginal,
    ours: "Over all devices, each counted once, on both cgroup versions.",
  }),
  gauge("io.bytes.write", "byte/second", perSecond("container.disk.written"), {
    original: diskOriginal,
    ours: "Over all devices, each counted once, on both cgroup versions.",
  }),
  gauge("io.ops.read", "operation/second", perSecond("container.disk.reads_completed"), {
    original: diskOriginal,
    ours: "Over all devices, each counted once; cgroup v1 and Windows.",
  }),
  gauge("io.ops.write", "operation/second", perSecond("container.disk.writes_completed"), {
    original: diskOriginal,
    ours: "Over all devices, each counted once; cgroup v1 and Windows.",
  }),
];

const netOriginal =
  "The task's one interface, repeated under every container, so that a sum over containers is a multiple of the truth.";
const netOurs = "Once for the task, with `container_id` the task's id and `container_name` `_task_`.";
const cumulative = "Since the start, as a gauge that only grows";

const network: readonly DatadogFamily[] = [
  gauge("net.bytes_rcvd", "byte/second", netRows("receive", "perSecond"), { original: netOriginal, ours: netOurs }),
  gauge("net.bytes_sent", "byte/second", netRows("transmit", "perSecond"), { original: netOriginal, ours: netOurs }),
  ...(
    [
      ["net.rcvd_errors", "error", "receive.errors"],
      ["net.sent_errors", "error", "transmit.errors"],
      ["net.packet.in_dropped", "packet", "receive.packets_dropped"],
      ["net.packet.out_dropped", "packet", "transmit.packets_dropped"],
    ] as const
  ).map(([name, unit, counter]) =>
    gauge(name, unit, netRows(counter, "value"), {
      original: `${cumulative}. ${netOriginal}`,
      ours: `${cumulative}, so that monitors with diff() stay right. ${netOurs} For a figure to alert on without diff() see \`ecs.task.network.${counter}\` (dialect \`taskvitals\`).`,
    }),
  ),
];

const storage: readonly DatadogFamily[] = [
  gauge("ephemeral_storage.utilized", "mebibyte", value("task.ephemeral_storage.used", perMebibyte), {
    original: "MiB of the task.",
    ours: same,
  }),
  gauge("ephemeral_storage.reserved", "mebibyte", value("task.ephemeral_storage.allocated", perMebibyte), {
    original: "MiB of the task.",
    ours: same,
  }),
];

/** The names of Datadog's ECS Fargate integration, which fill its stock dashboard and monitors. */
export const datadogEcsFargate: DatadogDialect = {
  name: "ecs.fargate",
  originalProgram: "Datadog's ECS Fargate integration",
  remarks: [
    "Per-second figures are sent as gauges, as the original's arrive.",
    "One container without statistics costs its own figures and nothing else.",
    "Only running containers have figures; two collections are enough for all of them.",
    "`fargate_check` is CRITICAL for every kind of failure; the original tells some of them as WARNING.",
  ],
  beside: "container.cpu.time",
  tagAliases: {
    cluster_name: "ecs_cluster",
    task_family: "ecs_task_family",
    task_version: "ecs_task_version",
    container_name: "docker_name",
  },
  families: [...cpu, ...memory, ...disk, ...network, ...storage],
  inputChecks: [{ check: "fargate_check", input: "ecs-task-metadata" }],
  stateChecks: [],
};
