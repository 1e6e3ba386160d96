import type { AttributeDefinition, Family, MetricDefinition } from "../define.ts";

const since = "0.1.0";
const where = {
  launch: ["ec2", "anywhere", "docker"],
  note: "daemon; standalone when it is turned on",
} as const;

const device = { device: { description: "The disk, as the kernel names it" } satisfies AttributeDefinition };
const mount = { mount: { description: "Where it is mounted on the host" } satisfies AttributeDefinition };
const network = { interface: { description: "Network interface" } satisfies AttributeDefinition };

const networkWhere = { ...where, note: "daemon; where the host's /proc is to be seen (/host/proc)" } as const;
const spaceWhere = {
  ...where,
  note: "where the host's root is mounted at hostRoot, or the agent runs outside of a container",
} as const;

const memory = (field: string, description: string) =>
  ({
    scope: "host",
    kind: "gauge",
    unit: "By",
    description,
    source: { host: `/proc/meminfo ${field}` },
    where,
    since,
  }) as const satisfies MetricDefinition;

const diskCounter = (unit: "By" | "{operation}", description: string, field: string) =>
  ({
    scope: "host",
    kind: "counter",
    unit,
    description,
    attributes: device,
    source: { host: `/proc/diskstats ${field}` },
    where,
    since,
  }) as const satisfies MetricDefinition;

const networkCounter = (unit: "By" | "{packet}" | "{error}", description: string, field: string) =>
  ({
    scope: "host",
    kind: "counter",
    unit,
    description,
    attributes: network,
    source: { host: `/proc/1/net/dev ${field}` },
    where: networkWhere,
    since,
  }) as const satisfies MetricDefinition;

/** The machine that the containers run on. */
export const host = {
  "host.info": {
    scope: "host",
    kind: "info",
    unit: "",
    description: "What the machine is to ECS: its container instance and the agent on it.",
    attributes: {
      cluster: { description: "Cluster, name or ARN", optional: true },
      container_instance_arn: { description: "ARN of the container instance", optional: true },
      ecs_agent_version: { description: "Version of the ECS agent", optional: true },
    },
    source: { docker: "/v1/metadata of the ECS agent" },
    where: { launch: ["ec2", "anywhere", "docker"], note: "daemon; where the ECS agent's introspection answers" },
    since,
    lasting: true,
  },
  "host.cpu.time": {
    scope: "host",
    kind: "counter",
    unit: "s",
    description: "CPU time used on the machine, by everything.",
    source: { host: "/proc/stat cpu" },
    formula: "user + nice + system + irq + softirq, in ticks of 10 ms",
    names: { taskvitals: "ecs_host_cpu_usage_seconds_total" },
    where,
    since,
  },
  "host.cpu.mode_time": {
    scope: "host",
    kind: "counter",
    unit: "s",
    description: "Time of the machine's CPUs by what they did, summed over all CPUs.",
    attributes: {
      mode: {
        description: "As the kernel tells them apart; user has the time of virtual machines' guests, too",
        values: ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"],
      },
    },
    source: { host: "/proc/stat cpu" },
    names: { taskvitals: "ecs_host_cpu_mode_seconds_total" },
    where,
    since,
  },
  "host.cpu.usage": {
    scope: "host",
    kind: "gauge",
    unit: "{vcpu}",
    description: "CPU in use on the machine, in vCPUs, over its last two samples.",
    formula: "change of host.cpu.time / time between the two samples",
    derive: { op: "rate", of: "host.cpu.time" },
    where,
    since,
    good: "down",
  },
  "host.cpu.online": {
    scope: "host",
    kind: "gauge",
    unit: "{cpu}",
    description: "CPUs of the machine.",
    source: { host: "/proc/stat cpuN" },
    where,
    since,
    lasting: true,
  },
  "host.cpu.utilization": {
    scope: "host",
    kind: "gauge",
    unit: "1",
    description: "CPU in use on the machine, of the CPUs that there are.",
    formula: "host.cpu.usage / host.cpu.online",
    derive: { op: "ratio", of: "host.cpu.usage", over: ["host.cpu.online"] },
    where,
    since,
    good: "down",
  },
  "host.cpu.reserved": {
    scope: "host",
    kind: "gauge",
    unit: "{vcpu}",
    description: "CPU that running tasks and containers have reserved of the machine.",
    formula: "sum of each task's limit, else of what its containers reserve; of containers without a task theirs",
    source: { docker: "HostConfig.CpuShares; limits of tasks" },
    where: { launch: ["ec2", "anywhere", "docker"], note: "daemon, through the Docker Engine API" },
    since,
  },
  "host.load": {
    scope: "host",
    kind: "gauge",
    unit: "{process}",
    description: "Processes that run or wait for a CPU or a disk, averaged.",
    attributes: { over: { description: "How long it is averaged over", values: ["1m", "5m", "15m"] } },
    source: { host: "/proc/loadavg" },
    where,
    since,
    good: "down",
  },
  "host.memory.total": {
    ...memory("MemTotal", "Memory of the machine."),
    lasting: true,
  },
  "host.memory.free": memory("MemFree", "Memory of the machine that nothing uses, not even as a cache."),
  "host.memory.available": memory(
    "MemAvailable",
    "Memory of the machine that a new program could have without swapping.",
  ),
  "host.memory.buffers": memory("Buffers", "Memory of the machine that caches blocks of disks."),
  "host.memory.cached": memory("Cached", "Memory of the machine that caches files."),
  "host.memory.used": {
    ...memory("MemTotal, MemAvailable", "Memory of the machine that cannot be had for a new program."),
    formula: "total - available",
    good: "down",
  },
  "host.memory.utilization": {
    scope: "host",
    kind: "gauge",
    unit: "1",
    description: "Memory in use on the machine, of all there is.",
    formula: "host.memory.used / host.memory.total",
    derive: { op: "ratio", of: "host.memory.used", over: ["host.memory.total"] },
    where,
    since,
    good: "down",
  },
  "host.memory.reserved": {
    scope: "host",
    kind: "gauge",
    unit: "By",
    description: "Memory that running tasks and containers have reserved of the machine.",
    formula:
      "sum of each task's limit, else of its containers' soft limits, else of their hard limits; of containers without a task theirs",
    source: { docker: "HostConfig.MemoryReservation, Memory; limits of tasks" },
    where: { launch: ["ec2", "anywhere", "docker"], note: "daemon, through the Docker Engine API" },
    since,
  },
  "host.memory.swap_total": { ...memory("SwapTotal", "Swap space of the machine; 0 without any."), lasting: true },
  "host.memory.swap_free": memory("SwapFree", "Swap space of the machine that is not in use."),
  "host.filesystem.size": {
    scope: "host",
    kind: "gauge",
    unit: "By",
    description: "Size of a file system on a disk of the machine.",
    attributes: mount,
    source: { host: "/proc/self/mountinfo, statfs" },
    where: spaceWhere,
    since,
    lasting: true,
  },
  "host.filesystem.used": {
    scope: "host",
    kind: "gauge",
    unit: "By",
    description: "Space in use of a file system on a disk of the machine.",
    attributes: mount,
    source: { host: "/proc/self/mountinfo, statfs" },
    formula: "(blocks - free blocks) x block size",
    where: spaceWhere,
    since,
    good: "down",
  },
  "host.disk.read": diskCounter("By", "Bytes read from a disk of the machine.", "sectors read"),
  "host.disk.written": diskCounter("By", "Bytes written to a disk of the machine.", "sectors written"),
  "host.disk.reads_completed": diskCounter("{operation}", "Reads from a disk of the machine.", "reads completed"),
  "host.disk.writes_completed": diskCounter("{operation}", "Writes to a disk of the machine.", "writes completed"),
  "host.disk.busy_time": {
    scope: "host",
    kind: "counter",
    unit: "s",
    description: "Time in which a disk of the machine had at least one operation under way.",
    attributes: device,
    source: { host: "/proc/diskstats time spent doing I/Os" },
    names: { taskvitals: "ecs_host_disk_busy_seconds_total" },
    where,
    since,
    good: "down",
  },
  "host.network.receive": networkCounter("By", "Bytes that the machine received.", "receive bytes"),
  "host.network.receive.packets": networkCounter("{packet}", "Packets that the machine received.", "receive packets"),
  "host.network.receive.errors": networkCounter("{error}", "Receive errors of the machine.", "receive errs"),
  "host.network.receive.packets_dropped": networkCounter(
    "{packet}",
    "Packets to the machine that were dropped on receipt.",
    "receive drop",
  ),
  "host.network.transmit": networkCounter("By", "Bytes that the machine transmitted.", "transmit bytes"),
  "host.network.transmit.packets": networkCounter(
    "{packet}",
    "Packets that the machine transmitted.",
    "transmit packets",
  ),
  "host.network.transmit.errors": networkCounter("{error}", "Transmit errors of the machine.", "transmit errs"),
  "host.network.transmit.packets_dropped": networkCounter(
    "{packet}",
    "Packets of the machine that were dropped before they were transmitted.",
    "transmit drop",
  ),
} as const satisfies Family;
