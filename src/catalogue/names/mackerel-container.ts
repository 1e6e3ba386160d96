import type { MetricId } from "../catalogue.ts";
import type { MackerelCheck, MackerelHostMetric, MackerelLife } from "./mackerel-figure.ts";

const allOfOneCore = 100;

const interfaceOriginal =
  "Change of the counter by the agent's own clock; awsvpc: of the agent's own /proc/net/dev, host mode: of the machine's.";
const interfaceOurs =
  "Change by the samples' own times. Also beside a daemon, which is in another network. None in host mode, where the counters are the machine's.";

const perInterface = (direction: "receive" | "transmit", name: string): readonly MackerelHostMetric<MetricId>[] => [
  {
    name: `interface.{container}-{interface}.${name}.delta`,
    of: "container",
    from: [{ metric: `container.network.${direction}`, take: "perSecond" }],
    minute: "mean",
    original: interfaceOriginal,
    ours: interfaceOurs,
  },
  {
    name: `interface.{interface}.${name}.delta`,
    of: "task",
    from: [{ metric: `task.network.${direction}`, take: "perSecond" }],
    minute: "mean",
    unlessContainersHave: `container.network.${direction}`,
    original: interfaceOriginal,
    ours: interfaceOurs,
  },
];

const memoryOriginal =
  "usage less `cache`. cgroup v2 has no such key, so that the page cache counts as used (up to 0.13.2).";

/** The names of mackerel-container-agent, by priority: what comes first is kept longest when a budget is short. */
export const mackerelContainer: readonly MackerelHostMetric<MetricId>[] = [
  {
    name: "container.cpu.{container}.usage",
    of: "container",
    from: [{ metric: "container.cpu.usage" }],
    times: allOfOneCore,
    minute: "mean",
    original:
      "CPU time between two readings, by the agent's own clock; 100 is one core. A counter that begins anew gives about 1.8e19. First after two minutes.",
    ours: "CPU time between two samples, by the samples' own times, averaged over a minute; 100 is one core. Nothing when the counter begins anew. First with the first post.",
  },
  {
    name: "container.cpu.{container}.limit",
    of: "container",
    from: [{ metric: "container.cpu.limit" }, { metric: "task.cpu.limit" }, { metric: "container.cpu.online" }],
    times: allOfOneCore,
    minute: "newest",
    beside: "container.cpu.time",
    original: "The task's limit, else the cores of the machine; 100 is one core.",
    ours: "The container's own hard cap where it has one, else the same.",
  },
  {
    name: "container.memory.{container}.usage",
    of: "container",
    memory: "agent",
    from: [{ metric: "container.memory.insights" }, { metric: "container.memory.working_set" }],
    minute: "newest",
    original: memoryOriginal,
    ours: "usage less `cache` (cgroup v1) or less `inactive_file` (v2), as CloudWatch counts; Windows: the private working set.",
  },
  {
    name: "container.memory.{container}.usage",
    of: "container",
    memory: "working-set",
    from: [{ metric: "container.memory.working_set" }],
    minute: "newest",
    original: memoryOriginal,
    ours: "With `memory: working-set`: usage less the inactive page cache on both cgroup versions, as docker stats counts.",
  },
  {
    name: "container.memory.{container}.limit",
    of: "container",
    from: [{ metric: "container.memory.limit" }],
    minute: "newest",
    beside: "container.memory.usage",
    original: "The container's limit, else the task's, else the memory of the machine.",
    ours: "The container's limit, else the task's, else its cgroup's. None without a limit: the memory of the machine is not the container's.",
  },
  ...perInterface("receive", "rxBytes"),
  ...perInterface("transmit", "txBytes"),
];

/** Results of health checks, as check reports of a task's host. ECS says UNKNOWN before the first result: no report. */
export const mackerelHealth: MackerelCheck<MetricId> = {
  name: "health",
  metric: "container.health.status",
  statuses: { HEALTHY: "OK", UNHEALTHY: "CRITICAL" },
  memo: "The container's own health check, as ECS runs it",
};

export const mackerelLife: MackerelLife<MetricId> = {
  task: "task.status",
  container: "container.status",
  before: ["NONE", "MANIFEST_PULLED", "PULLED", "CREATED", "PROVISIONING", "PENDING", "ACTIVATING"],
  running: ["RUNNING", "RESOURCES_PROVISIONED"],
  after: ["STOPPED", "DEPROVISIONING"],
};
