import type { DatadogDialect, DatadogFamily, DatadogRow } from "./datadog-dialect.ts";
import { nano, netRows, perSecond, value } from "./datadog-rows.ts";

const same = "The same.";
const cap = "Only for a container with a CPU cap of its own, else the figure is a flat 0 on ECS.";
const faults =
  "A count. Sent as its change per second, a gauge: `as_count()` on it has no meaning, a plain average does.";
const counted = "Where the statistics have it: cgroup v1 and Windows. Without `device`.";

type Notes = Pick<DatadogFamily, "original" | "ours" | "together">;

const gauge = (name: string, unit: string, rows: DatadogRow | readonly DatadogRow[], notes: Notes): DatadogFamily => ({
  name: `container.${name}`,
  kind: "gauge",
  unit,
  rows: "take" in rows ? [rows] : rows,
  ...notes,
});

const families: readonly DatadogFamily[] = [
  gauge(
    "uptime",
    "second",
    { take: "age", since: "container.started_timestamp" },
    { together: "greatest", original: "Seconds since the start.", ours: same },
  ),
  gauge("cpu.usage", "nanocore", perSecond("container.cpu.time", nano), { original: "CPU in use.", ours: same }),
  gauge("cpu.user", "nanocore", perSecond("container.cpu.mode_time", nano, { mode: "user" }), {
    original: "CPU in use in user mode.",
    ours: same,
  }),
  gauge("cpu.system", "nanocore", perSecond("container.cpu.mode_time", nano, { mode: "kernel" }), {
    original: "CPU in use in kernel mode.",
    ours: same,
  }),
  gauge("cpu.throttled", "nanosecond/second", perSecond("container.cpu.throttled_time", nano), {
    original: "Time held back by the CPU cap.",
    ours: cap,
  }),
  gauge("cpu.throttled.periods", "period/second", perSecond("container.cpu.throttled_periods"), {
    original: "Scheduler periods in which the container was held back.",
    ours: cap,
  }),
  gauge(
    "cpu.limit",
    "nanocore",
    { take: "first", of: ["container.cpu.limit", "task.cpu.limit", "container.cpu.online"], scale: nano },
    {
      original: "The container's cap, else that of its parent cgroup, else the cores of the machine.",
      ours: "The container's own cap, else the task's limit, else the cores of the machine.",
    },
  ),
  gauge("memory.usage", "byte", value("container.memory.usage"), {
    original: "Memory in use, page cache and all.",
    ours: same,
  }),
  gauge("memory.usage.peak", "byte", value("container.memory.max_usage"), {
    original: "Highest usage.",
    ours: "The same where the statistics have it: cgroup v1 and Windows.",
  }),
  gauge("memory.working_set", "byte", value("container.memory.working_set"), {
    original: "Usage less the inactive page cache; not on Fargate.",
    ours: "Usage less the inactive page cache, on Fargate too.",
  }),
  gauge("memory.limit", "byte", value("container.memory.limit"), {
    original: "The container's limit; on Fargate else the task's.",
    ours: "The container's hard limit, else the task's, else the cgroup's.",
  }),
  gauge("memory.soft_limit", "byte", value("container.memory.reservation"), {
    original: "The soft limit; on cgroup v2 memory.low, which Docker does not set.",
    ours: "The container's memory reservation, seen through the Docker Engine API.",
  }),
  gauge("memory.rss", "byte", value("container.memory.rss"), { original: "Anonymous memory.", ours: same }),
  gauge("memory.cache", "byte", value("container.memory.cache"), { original: "Page cache.", ours: same }),
  gauge("memory.swap", "byte", value("container.memory.swap"), {
    original: "Swap in use.",
    ours: "The same where the statistics have it: cgroup v1.",
  }),
  gauge("memory.oom_events", "event", value("container.oom_events"), {
    original: "Out-of-memory events since the start; on cgroup v1 how often the limit was hit, which is not that.",
    ours: "Out-of-memory events since the agent began to watch, from the Docker Engine. A sidecar cannot see them.",
  }),
  gauge(
    "memory.page_faults",
    "fault/second",
    { take: "total", metric: "container.memory.page_faults" },
    { original: "Page faults, a count.", ours: faults },
  ),
  gauge("memory.major_page_faults", "fault/second", perSecond("container.memory.page_faults", 1, { type: "major" }), {
    original: "Major page faults, a count.",
    ours: faults,
  }),
  gauge("io.read", "byte/second", perSecond("container.disk.read"), {
    original: "Bytes read, by device.",
    ours: "Bytes read over all devices, each counted once. Without `device`.",
  }),
  gauge("io.write", "byte/second", perSecond("container.disk.written"), {
    original: "Bytes written, by device.",
    ours: "Bytes written over all devices, each counted once. Without `device`.",
  }),
  gauge("io.read.operations", "operation/second", perSecond("container.disk.reads_completed"), {
    original: "Reads, by device.",
    ours: counted,
  }),
  gauge("io.write.operations", "operation/second", perSecond("container.disk.writes_completed"), {
    original: "Writes, by device.",
    ours: counted,
  }),
  gauge("pid.thread_count", "thread", value("container.pids"), { original: "Processes and threads.", ours: same }),
  gauge("pid.thread_limit", "thread", value("container.pids_limit"), {
    original: "Processes and threads allowed.",
    ours: same,
  }),
  ...(
    [
      ["net.rcvd", "byte/second", "receive"],
      ["net.sent", "byte/second", "transmit"],
      ["net.rcvd.packets", "packet/second", "receive.packets"],
      ["net.sent.packets", "packet/second", "transmit.packets"],
    ] as const
  ).map(([name, unit, counter]) =>
    gauge(name, unit, netRows(counter, "perSecond"), {
      original: "Per interface; in awsvpc mode the task's one, repeated under every container.",
      ours: "Per interface; in awsvpc mode once for the task, with `container_id` the task's id and `container_name` `_task_`.",
    }),
  ),
];

/** The names of the Datadog Agent's generic container check. */
export const datadogContainer: DatadogDialect = {
  name: "container",
  originalProgram: "the container check of the Datadog Agent 7",
  remarks: [
    "Per-second figures are sent as gauges, as the original's arrive.",
    "Not sent, since the statistics do not tell: `container.memory.kernel`, `container.memory.commit`, `container.memory.commit.peak`, `container.pid.open_files`, and the `partial_stall` figures.",
  ],
  beside: "container.cpu.time",
  runtime: { FARGATE: "ecsfargate", "": "docker" },
  families,
  inputChecks: [],
  stateChecks: [],
};
