import type { MetricId } from "../catalogue.ts";
import type { DatadogDialect, DatadogFamily, DatadogRow } from "./datadog-dialect.ts";
import { containerHealthStatuses, netRows, percentOfOneCore, perSecond, value } from "./datadog-rows.ts";

const same = "The same.";
const ownClock = "Its rates go by the agent's own clock, ours by the source's sample times.";
const throttleNote =
  "Only for a container with a CPU cap of its own: ECS puts the cap on the task's cgroup, where the container's figure is a flat 0.";
const swapNote = "The statistics tell it on cgroup v1 only: absent on v2.";

type Figure = Omit<DatadogFamily, "kind" | "rows">;

const gauge = (rows: DatadogRow | readonly DatadogRow[], figure: Figure): DatadogFamily => ({
  ...figure,
  kind: "gauge",
  rows: "take" in rows ? [rows] : rows,
});

const counts = (which: "running" | "stopped", states: string): readonly DatadogFamily[] => {
  const metric: MetricId = `docker.containers.${which}`;
  return [
    gauge(value(metric), {
      name: `docker.containers.${which}`,
      unit: "container",
      original: `Containers by image and host; ${states}. Agent 7 counts paused and restarting ones as stopped, and ends the series instead of sending 0.`,
      ours: "As the old agent: paused and restarting containers run; 0 is sent while the image has any container.",
    }),
    gauge(
      { take: "host-total", metric },
      {
        name: `docker.containers.${which}.total`,
        unit: "container",
        original: `All containers of the host, tagged by nothing but the agent's own tags; ${states}.`,
        ours: "The same, over the containers that the daemon is configured to see.",
      },
    ),
  ];
};

const cpu: readonly DatadogFamily[] = [
  gauge(perSecond("container.cpu.time", percentOfOneCore), {
    name: "docker.cpu.usage",
    unit: "percent",
    original: "100 is one core. Agent 5 cuts off what is below 10 ms before it takes the difference.",
    ours: `100 is one core, in floating point. ${ownClock}`,
  }),
  gauge(perSecond("container.cpu.mode_time", percentOfOneCore, { mode: "user" }), {
    name: "docker.cpu.user",
    unit: "percent",
    original: "100 is one core.",
    ours: same,
  }),
  gauge(perSecond("container.cpu.mode_time", percentOfOneCore, { mode: "kernel" }), {
    name: "docker.cpu.system",
    unit: "percent",
    original: "100 is one core.",
    ours: same,
  }),
  gauge(perSecond("container.cpu.throttled_periods"), {
    name: "docker.cpu.throttled",
    unit: "period/second",
    original: "Scheduler periods a second in which the container was held back; 0 for every container of an ECS task.",
    ours: throttleNote,
  }),
  gauge(perSecond("container.cpu.throttled_time", percentOfOneCore), {
    name: "docker.cpu.throttled.time",
    unit: "percent",
    original: "Agent 7: time held back; 100 is one thread all the time.",
    ours: `${same} ${throttleNote}`,
  }),
  gauge(
    { take: "first", of: ["container.cpu.limit", "task.cpu.limit", "container.cpu.online"], scale: percentOfOneCore },
    {
      name: "docker.cpu.limit",
      unit: "percent",
      original: "Agent 7: the container's cap, else that of its parent cgroup, else the cores of the machine.",
      ours: "The container's own cap, else the task's limit, else the cores of the machine.",
    },
  ),
  gauge(value("container.cpu.reservation", 1024), {
    name: "docker.cpu.shares",
    unit: "share",
    together: "sum",
    original: "CPU shares; on cgroup v2 Agent 7 sends the kernel's weight, which is on another scale.",
    ours: "CPU units as in the task definition, on both cgroup versions. Absent without a reservation.",
  }),
];

const memory: readonly DatadogFamily[] = [
  gauge(value("container.memory.rss"), {
    name: "docker.mem.rss",
    unit: "byte",
    original: "Anonymous memory: `rss` (cgroup v1), `anon` (v2).",
    ours: same,
  }),
  gauge(value("container.memory.cache"), {
    name: "docker.mem.cache",
    unit: "byte",
    original: "Page cache: `cache` (cgroup v1), `file` (v2).",
    ours: same,
  }),
  gauge(value("container.memory.working_set"), {
    name: "docker.mem.working_set",
    unit: "byte",
    original: "Agent 7: usage less the inactive page cache.",
    ours: same,
  }),
  gauge(value("container.memory.swap"), {
    name: "docker.mem.swap",
    unit: "byte",
    original: "`swap` (cgroup v1), memory.swap.current (v2).",
    ours: swapNote,
  }),
  gauge(value("container.memory.limit"), {
    name: "docker.mem.limit",
    unit: "byte",
    original: "The nearest limit of the cgroup hierarchy; none at 2^60 and above.",
    ours: "The container's hard limit, else the task's, else the cgroup's. None without a limit.",
  }),
  gauge(value("container.memory.limit_with_swap"), {
    name: "docker.mem.sw_limit",
    unit: "byte",
    original: "Agent 5: memory and swap together. Agent 7 on cgroup v2: swap alone.",
    ours: "Memory and swap together, on both cgroup versions. None without a limit, or where the kernel accounts no swap.",
  }),
  gauge(value("container.memory.reservation"), {
    name: "docker.mem.soft_limit",
    unit: "byte",
    original: "The soft limit. Agent 7 on cgroup v2: memory.low, which Docker does not set.",
    ours: "The container's memory reservation, seen through the Docker Engine API. None when not set.",
  }),
  gauge(
    { take: "ratio", of: ["container.memory.rss"], over: "container.memory.limit" },
    {
      name: "docker.mem.in_use",
      unit: "fraction",
      together: "mean",
      generation: "agent5",
      original: "Agent 5: rss over the limit.",
      ours: "The same with `generation: agent5`, the default.",
    },
  ),
  gauge(
    { take: "ratio", of: ["container.memory.usage"], over: "container.memory.limit" },
    {
      name: "docker.mem.in_use",
      unit: "fraction",
      together: "mean",
      generation: "agent7",
      original: "Agent 6 and 7: usage, page cache and all, over the limit.",
      ours: "The same with `generation: agent7`.",
    },
  ),
  gauge(
    {
      take: "ratio",
      of: ["container.memory.swap", "container.memory.rss"],
      over: "container.memory.limit_with_swap",
    },
    {
      name: "docker.mem.sw_in_use",
      unit: "fraction",
      together: "mean",
      original:
        "Agent 5: meant to be swap and rss over the limit of both, but it joins the two as text: wrong whenever there is swap. Gone in Agent 6.",
      ours: `Their sum over the limit of both. ${swapNote}`,
    },
  ),
  gauge(value("container.memory.failures"), {
    name: "docker.mem.failed_count",
    unit: "count",
    original: "Times the limit was hit (cgroup v1), out of memory (v2), since the start.",
    ours: "The same where the statistics have it: cgroup v1.",
  }),
];

const rest: readonly DatadogFamily[] = [
  gauge(perSecond("container.disk.read"), {
    name: "docker.io.read_bytes",
    unit: "byte/second",
    original: "Bytes over all devices, a stacked device counted twice.",
    ours: "Bytes over all devices, each counted once, on both cgroup versions.",
  }),
  gauge(perSecond("container.disk.written"), {
    name: "docker.io.write_bytes",
    unit: "byte/second",
    original: "Bytes over all devices, a stacked device counted twice.",
    ours: "Bytes over all devices, each counted once, on both cgroup versions.",
  }),
  gauge(perSecond("container.disk.reads_completed"), {
    name: "docker.io.read_operations",
    unit: "operation/second",
    original: "Agent 7: reads.",
    ours: "Reads, where the statistics have them: cgroup v1 and Windows.",
  }),
  gauge(perSecond("container.disk.writes_completed"), {
    name: "docker.io.write_operations",
    unit: "operation/second",
    original: "Agent 7: writes.",
    ours: "Writes, where the statistics have them: cgroup v1 and Windows.",
  }),
  ...(["receive", "transmit"] as const).map((direction) =>
    gauge(netRows(direction, "perSecond"), {
      name: direction === "receive" ? "docker.net.bytes_rcvd" : "docker.net.bytes_sent",
      unit: "byte/second",
      original: "Per interface, from the container's /proc/PID/net/dev; tagged `docker_network`.",
      ours: "Per interface, tagged `interface` (the statistics don't name the Docker network). In awsvpc mode once for the task. None in host mode, where the counters would be the machine's.",
    }),
  ),
  gauge(value("container.pids"), {
    name: "docker.thread.count",
    unit: "thread",
    original: "Processes and threads.",
    ours: same,
  }),
  gauge(value("container.pids_limit"), {
    name: "docker.thread.limit",
    unit: "thread",
    original: "Processes and threads allowed.",
    ours: `${same} None without a limit.`,
  }),
  gauge(
    { take: "age", since: "container.started_timestamp" },
    {
      name: "docker.uptime",
      unit: "second",
      together: "greatest",
      original: "Seconds since the start.",
      ours: same,
    },
  ),
];

/** The names of Datadog's Docker check: Agent 5 and its successors. */
export const datadogDocker: DatadogDialect = {
  name: "docker",
  originalProgram: "Datadog's Docker check (docker-dd-agent, Agent 5 to 7)",
  remarks: [
    "Per-second figures are sent as gauges, as the original's arrive, so that graphs and monitors stay as they are.",
    "Only running containers have figures. The pause containers that ECS adds have none (`internalContainers: show` brings them).",
    "`docker.containers.*` tell of a whole Docker host: the daemon sends them, a sidecar cannot.",
    "Not sent, since neither Docker's statistics nor its lists tell: `docker.kmem.usage`, `docker.container.open_fds`, `docker.container.size_rw`, `docker.container.size_rootfs`, `docker.images.*`, `docker.image.*`, `docker.volume.count`, `docker.data.*`, `docker.metadata.*`. Nor the `.avg`, `.count`, `.median`, `.max` and `.95percentile` of Agent 5.",
    "`docker.exit` is sent for every container that ends (the original: off by default), `docker.container_health` for every container with a health check.",
  ],
  beside: "container.cpu.time",
  runtime: { "": "docker" },
  families: [
    ...counts("running", "`Up` and `Restarting` run"),
    ...counts("stopped", "all others are stopped"),
    ...cpu,
    ...memory,
    ...rest,
  ],
  inputChecks: [{ check: "docker.service_up", input: "docker-engine" }],
  stateChecks: [
    { check: "docker.container_health", metric: "container.health.status", statuses: containerHealthStatuses },
  ],
  exitCheck: "docker.exit",
};
