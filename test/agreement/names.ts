import { type Meanings, ofContainers, ofTasks } from "./reading.ts";

/* What names mean to who looks at a back end: written down apart from the catalogue's tables, which must agree. */

const percent = 100;
const nano = 1e9;

const ownNetwork = { network: "container" } as const;
const taskNetwork = { network: "task" } as const;

const inPrometheus = (scope: "task" | "container") =>
  [
    [`ecs_${scope}_cpu_usage_seconds_total`, "cpu time"],
    [`ecs_${scope}_cpu_usage_vcpus`, "cpu usage"],
    [`ecs_${scope}_cpu_utilization_ratio`, "cpu utilization"],
    [`ecs_${scope}_memory_usage_bytes`, "memory usage"],
    [`ecs_${scope}_memory_working_set_bytes`, "memory working set"],
    [`ecs_${scope}_memory_limit_bytes`, "memory limit"],
    [`ecs_${scope}_memory_utilization_ratio`, "memory utilization"],
    [`ecs_${scope}_disk_read_bytes_total`, "read"],
    [`ecs_${scope}_disk_written_bytes_total`, "written"],
  ] as const;

export const prometheusNames: Meanings = {
  ...ofContainers(inPrometheus("container")),
  ...ofContainers(
    [
      ["ecs_container_network_receive_bytes_total", "received"],
      ["ecs_container_network_transmit_bytes_total", "sent"],
    ],
    ownNetwork,
  ),
  ...ofTasks([
    ...inPrometheus("task"),
    ["ecs_task_cpu_limit_vcpus", "cpu limit"],
    ["ecs_task_network_receive_bytes_total", "received"],
    ["ecs_task_network_transmit_bytes_total", "sent"],
    ["ee_task_cpu_limit", "cpu limit"],
    ["ee_task_memory_limit_byte", "memory limit"],
  ]),
  ...ofContainers([
    ["ee_container_cpu_usage_seconds_total", "cpu time"],
    ["ee_container_memory_usage_byte", "memory usage"],
  ]),
};

/** One name for both kinds of network. */
const datadogNetwork = [
  ["docker.net.bytes_rcvd", "receive rate"],
  ["docker.net.bytes_sent", "send rate"],
  ["ecs.fargate.net.bytes_rcvd", "receive rate"],
  ["ecs.fargate.net.bytes_sent", "send rate"],
  ["container.net.rcvd", "receive rate"],
  ["container.net.sent", "send rate"],
] as const;

export const datadogNames: Meanings = {
  ...ofContainers(datadogNetwork, ownNetwork),
  ...ofTasks(datadogNetwork, taskNetwork),
  ...ofContainers([
    ["docker.cpu.usage", "cpu usage", percent],
    ["docker.cpu.limit", "cpu limit", percent],
    ["docker.mem.working_set", "memory working set"],
    ["docker.mem.limit", "memory limit"],
    ["docker.io.read_bytes", "read rate"],
    ["docker.io.write_bytes", "write rate"],
    ["ecs.fargate.cpu.usage", "cpu usage", nano],
    ["ecs.fargate.cpu.percent", "cpu usage", percent],
    ["ecs.fargate.mem.usage", "memory usage"],
    ["ecs.fargate.mem.limit", "memory limit"],
    ["ecs.fargate.io.bytes.read", "read rate"],
    ["ecs.fargate.io.bytes.write", "write rate"],
    ["container.cpu.usage", "cpu usage", nano],
    ["container.cpu.limit", "cpu limit", nano],
    ["container.memory.usage", "memory usage"],
    ["container.memory.working_set", "memory working set"],
    ["container.memory.limit", "memory limit"],
    ["container.io.read", "read rate"],
    ["container.io.write", "write rate"],
    ["ecs.container.cpu.usage", "cpu usage"],
    ["ecs.container.cpu.utilization", "cpu utilization"],
    ["ecs.container.memory.usage", "memory usage"],
    ["ecs.container.memory.insights", "memory without cache"],
    ["ecs.container.memory.utilization", "memory utilization"],
  ]),
  ...ofTasks([
    ["ecs.fargate.cpu.task.limit", "cpu limit", nano],
    ["ecs.fargate.mem.task.limit", "memory limit"],
    ["ecs.task.cpu.usage", "cpu usage"],
    ["ecs.task.cpu.utilization", "cpu utilization"],
    ["ecs.task.memory.working_set", "memory working set"],
    ["ecs.task.memory.utilization", "memory utilization"],
    ["ecs.task.network.receive", "receive rate"],
    ["ecs.task.network.transmit", "send rate"],
    ["ecs.task.disk.read", "read rate"],
    ["ecs.task.disk.written", "write rate"],
  ]),
};

/** `*` stands for the container's name. Percent is of one core; of utilization, of what may be used. */
export const mackerelNames: Meanings = {
  ...ofContainers([
    ["container.cpu.*.usage", "cpu usage", percent],
    ["container.cpu.*.limit", "cpu limit", percent],
    ["container.memory.*.usage", "memory without cache"],
    ["container.memory.*.limit", "memory limit"],
    ["custom.ecs.utilization.*.cpu", "cpu utilization", percent],
    ["custom.ecs.utilization.*.memory", "memory utilization", percent],
    ["custom.ecs.memory.*.working_set", "memory working set"],
    ["custom.ecs.disk.*.read", "read rate"],
    ["custom.ecs.disk.*.written", "write rate"],
  ]),
  ...ofContainers(
    [
      ["interface.*.rxBytes.delta", "receive rate"],
      ["interface.*.txBytes.delta", "send rate"],
    ],
    ownNetwork,
  ),
  ...ofTasks(
    [
      ["interface.rxBytes.delta", "receive rate"],
      ["interface.txBytes.delta", "send rate"],
    ],
    taskNetwork,
  ),
};

/** The fields that a module has below its own prefix. A `pct` of CPU is of one core. */
const inModule = (prefix: string) =>
  [
    [`${prefix}cpu.total.pct`, "cpu usage"],
    [`${prefix}memory.usage.total`, "memory usage"],
    [`${prefix}memory.limit`, "memory limit"],
    [`${prefix}diskio.read.bytes`, "read"],
    [`${prefix}diskio.write.bytes`, "written"],
  ] as const;

const dockerNetwork = [
  ["docker.network.in.bytes", "receive rate"],
  ["docker.network.out.bytes", "send rate"],
  ["docker.network.inbound.bytes", "received"],
  ["docker.network.outbound.bytes", "sent"],
] as const;

const fargate = { launchType: "FARGATE" } as const;

export const elasticMetricbeat: Meanings = {
  ...ofContainers(inModule("docker."), { launchType: "other" }),
  ...ofContainers(dockerNetwork, { ...ownNetwork, launchType: "other" }),
  ...ofTasks(dockerNetwork, { ...taskNetwork, launchType: "other" }),
  ...ofContainers(
    [...inModule("awsfargate.task_stats."), ["awsfargate.task_stats.memory_hard_limit", "memory limit", 1 / 1024 ** 2]],
    fargate,
  ),
  ...ofContainers([
    ["taskvitals.container.cpu.utilization.pct", "cpu utilization"],
    ["taskvitals.container.memory.working_set.bytes", "memory working set"],
    ["taskvitals.container.memory.utilization.pct", "memory utilization"],
  ]),
};

const inNative = (scope: "task" | "container") =>
  [
    [`taskvitals.${scope}.cpu.time.seconds`, "cpu time"],
    [`taskvitals.${scope}.cpu.usage.vcpus`, "cpu usage"],
    [`taskvitals.${scope}.cpu.utilization.pct`, "cpu utilization"],
    [`taskvitals.${scope}.memory.usage.bytes`, "memory usage"],
    [`taskvitals.${scope}.memory.working_set.bytes`, "memory working set"],
    [`taskvitals.${scope}.memory.limit.bytes`, "memory limit"],
    [`taskvitals.${scope}.memory.utilization.pct`, "memory utilization"],
    [`taskvitals.${scope}.disk.read.bytes`, "read"],
    [`taskvitals.${scope}.disk.written.bytes`, "written"],
  ] as const;

export const elasticNative: Meanings = {
  ...ofContainers([...inNative("container"), ["taskvitals.container.memory.insights.bytes", "memory without cache"]]),
  ...ofTasks([
    ...inNative("task"),
    ["taskvitals.task.cpu.limit.vcpus", "cpu limit"],
    ["taskvitals.task.network.receive.bytes", "received"],
    ["taskvitals.task.network.transmit.bytes", "sent"],
  ]),
  ...ofContainers(
    [
      ["taskvitals.container.network.receive.bytes", "received"],
      ["taskvitals.container.network.transmit.bytes", "sent"],
    ],
    ownNetwork,
  ),
};
