import type { MetricId } from "../catalogue.ts";
import type { MackerelGraph } from "./mackerel-figure.ts";

const percent = 100;
const perMinute = 60;

/**
 * What Mackerel's container agent does not tell, and, for hosts and services that several tasks share, what it does.
 * By priority: what comes first is kept longest when a budget is short.
 */
export const mackerelCustom: readonly MackerelGraph<MetricId>[] = [
  {
    name: "ecs.cpu",
    of: "container",
    displayName: "CPU by container (100 is one core)",
    unit: "percentage",
    metrics: [
      {
        name: "usage",
        displayName: "Usage",
        from: [{ metric: "container.cpu.usage" }],
        times: percent,
        minute: "mean",
        together: "sum",
        onlyShared: true,
      },
      {
        name: "limit",
        displayName: "Limit",
        from: [{ metric: "container.cpu.limit" }, { metric: "task.cpu.limit" }, { metric: "container.cpu.online" }],
        times: percent,
        minute: "newest",
        beside: "container.cpu.time",
        together: "sum",
        onlyShared: true,
      },
    ],
  },
  {
    name: "ecs.utilization",
    of: "container",
    displayName: "Utilization by container",
    unit: "percentage",
    metrics: [
      {
        name: "cpu",
        displayName: "CPU",
        from: [{ metric: "container.cpu.utilization" }],
        times: percent,
        minute: "mean",
        together: "greatest",
      },
      {
        name: "memory",
        displayName: "Memory",
        from: [{ metric: "container.memory.utilization" }],
        times: percent,
        minute: "newest",
        together: "greatest",
      },
    ],
  },
  {
    name: "ecs.memory",
    of: "container",
    displayName: "Memory by container",
    unit: "bytes",
    metrics: [
      {
        name: "working_set",
        displayName: "Working set",
        from: [{ metric: "container.memory.working_set" }],
        minute: "newest",
        together: "sum",
      },
      {
        name: "rss",
        displayName: "Anonymous",
        from: [{ metric: "container.memory.rss" }],
        minute: "newest",
        together: "sum",
      },
      {
        name: "cache",
        displayName: "Page cache",
        from: [{ metric: "container.memory.cache" }],
        minute: "newest",
        together: "sum",
      },
      {
        name: "limit",
        displayName: "Limit",
        from: [{ metric: "container.memory.limit" }],
        minute: "newest",
        beside: "container.memory.usage",
        together: "sum",
        onlyShared: true,
      },
    ],
  },
  {
    name: "ecs.task_network",
    of: "task",
    displayName: "Network by task",
    unit: "bytes/sec",
    metrics: [
      {
        name: "receive",
        displayName: "Received",
        from: [{ metric: "task.network.receive", take: "perSecond" }],
        minute: "mean",
        together: "sum",
        onlyShared: true,
      },
      {
        name: "transmit",
        displayName: "Transmitted",
        from: [{ metric: "task.network.transmit", take: "perSecond" }],
        minute: "mean",
        together: "sum",
        onlyShared: true,
      },
    ],
  },
  {
    name: "ecs.restarts",
    of: "container",
    displayName: "Restarts and memory failures by container",
    unit: "float",
    metrics: [
      {
        name: "restarts",
        displayName: "Restarts in all",
        from: [{ metric: "container.restarts" }],
        minute: "newest",
        beside: "container.cpu.time",
        together: "sum",
      },
      {
        name: "memory_failures",
        displayName: "Memory failures a minute",
        from: [{ metric: "container.memory.failures", take: "perSecond" }],
        times: perMinute,
        minute: "mean",
        together: "sum",
      },
    ],
  },
  {
    name: "ecs.disk",
    of: "container",
    displayName: "Disk by container",
    unit: "bytes/sec",
    metrics: [
      {
        name: "read",
        displayName: "Read",
        from: [{ metric: "container.disk.read", take: "perSecond" }],
        minute: "mean",
        together: "sum",
      },
      {
        name: "written",
        displayName: "Written",
        from: [{ metric: "container.disk.written", take: "perSecond" }],
        minute: "mean",
        together: "sum",
      },
    ],
  },
  {
    name: "ecs.task_storage",
    of: "task",
    displayName: "Ephemeral storage of the task",
    unit: "bytes",
    metrics: [
      {
        name: "used",
        displayName: "Used",
        from: [{ metric: "task.ephemeral_storage.used" }],
        minute: "newest",
        together: "greatest",
      },
      {
        name: "allocated",
        displayName: "Allocated",
        from: [{ metric: "task.ephemeral_storage.allocated" }],
        minute: "newest",
        beside: "task.ephemeral_storage.used",
        together: "greatest",
      },
    ],
  },
  {
    name: "ecs.task_containers",
    of: "task",
    displayName: "Containers of the task",
    unit: "integer",
    metrics: [
      {
        name: "running",
        displayName: "Running",
        from: [{ metric: "task.containers", having: { status: "RUNNING" } }],
        minute: "newest",
        together: "sum",
      },
      {
        name: "stopped",
        displayName: "Stopped",
        from: [{ metric: "task.containers", having: { status: "STOPPED" } }],
        minute: "newest",
        together: "sum",
      },
    ],
  },
  {
    name: "ecs.disk_operations",
    of: "container",
    displayName: "Disk operations by container",
    unit: "iops",
    metrics: [
      {
        name: "reads",
        displayName: "Reads",
        from: [{ metric: "container.disk.reads_completed", take: "perSecond" }],
        minute: "mean",
        together: "sum",
      },
      {
        name: "writes",
        displayName: "Writes",
        from: [{ metric: "container.disk.writes_completed", take: "perSecond" }],
        minute: "mean",
        together: "sum",
      },
    ],
  },
  {
    name: "ecs.throttling",
    of: "container",
    displayName: "Time held back by the container's own CPU cap (100 is one thread all the time)",
    unit: "percentage",
    metrics: [
      {
        name: "throttled",
        displayName: "Held back",
        from: [{ metric: "container.cpu.throttled_time", take: "perSecond" }],
        times: percent,
        minute: "mean",
        together: "sum",
      },
    ],
  },
  {
    name: "ecs.processes",
    of: "container",
    displayName: "Processes by container",
    unit: "integer",
    metrics: [
      {
        name: "count",
        displayName: "Processes",
        from: [{ metric: "container.pids" }],
        minute: "newest",
        together: "sum",
      },
    ],
  },
];
