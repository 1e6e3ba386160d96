import type { ContainerMoment, Sample, TaskMoment } from "../moment.ts";
import { cpuStats, noCpu } from "./cpu-stats.ts";
import { blkioStats, storageStats } from "./disk-stats.ts";
import type { Json, JsonObject } from "./json-text.ts";
import { memoryStats } from "./memory-stats.ts";
import { networkRateStats, networkStats } from "./network-stats.ts";
import { hasEcsAgent } from "./shape.ts";
import { sourceTime, zeroTime } from "./time-text.ts";

/** Counted by the kernel per group, told by Docker only. */
const pidsStats = ({ shape }: TaskMoment, { usage }: Sample): JsonObject =>
  hasEcsAgent(shape) && shape.os === "linux" ? { current: usage.processes, limit: 4_652 } : {};

/** Docker counts the CPUs of a Windows machine here; everybody else says 0. */
const processors = ({ shape }: TaskMoment, { host }: Sample): number | undefined =>
  shape.os === "windows" && hasEcsAgent(shape) ? host.cpus : 0;

const full = (task: TaskMoment, container: ContainerMoment, sample: Sample, rates: boolean): JsonObject => {
  const { shape, clockSteps } = task;
  const { previous, ids, plan } = container;
  return {
    read: sourceTime(sample.readMs, clockSteps),
    preread: previous === undefined ? zeroTime : sourceTime(previous.readMs, clockSteps),
    pids_stats: pidsStats(task, sample),
    blkio_stats: blkioStats(shape, sample.usage.disk),
    num_procs: processors(task, sample),
    storage_stats: storageStats(shape, sample.usage.disk),
    cpu_stats: cpuStats(shape, sample),
    precpu_stats: previous === undefined ? noCpu : cpuStats(shape, previous),
    memory_stats: memoryStats(task, plan, sample),
    name: hasEcsAgent(shape) ? `/${ids.dockerName}` : ids.dockerName,
    id: ids.dockerId,
    networks: networkStats(task, sample),
    network_rate_stats: rates ? networkRateStats(task, container, sample) : undefined,
  };
};

/**
 * The statistics of one container. Without a reading: null, except that the ECS agent's v4 writes an empty object;
 * undefined (no key at all) for one that is only pulled.
 */
export const containerStats = (task: TaskMoment, container: ContainerMoment, version: "v2" | "v3" | "v4"): Json => {
  if (container.phase === "pulled") return undefined;
  if (container.sample !== undefined) return full(task, container, container.sample, version === "v4");
  return hasEcsAgent(task.shape) && version === "v4" ? {} : null;
};
