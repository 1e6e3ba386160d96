import type { MemoryUsage, Sample, TaskMoment } from "../moment.ts";
import type { ContainerPlan } from "../plan.ts";
import type { Json, JsonObject } from "./json-text.ts";
import { hasEcsAgent } from "./shape.ts";

const mib = 1_048_576;
const pageBytes = 4096;
/** "No limit" of cgroup v1: the largest whole page below 2^63. */
const noLimitV1 = 9_223_372_036_854_771_712n;
/** "No limit" of cgroup v2: 2^64-1. */
const noLimitV2 = 18_446_744_073_709_551_615n;

/** The 31 keys that Docker hands on from `memory.stat`. What the simulation does not keep is 0. */
const statsV2 = ({ anonBytes, fileBytes, inactiveFileBytes, ...memory }: MemoryUsage): JsonObject => ({
  active_anon: 0,
  active_file: fileBytes - inactiveFileBytes,
  anon: anonBytes,
  anon_thp: 0,
  file: fileBytes,
  file_dirty: 0,
  file_mapped: fileBytes - inactiveFileBytes,
  file_writeback: 0,
  inactive_anon: anonBytes,
  inactive_file: inactiveFileBytes,
  kernel_stack: 0,
  pgactivate: 0,
  pgdeactivate: 0,
  pgfault: memory.pageFaults,
  pglazyfree: 0,
  pglazyfreed: 0,
  pgmajfault: memory.majorPageFaults,
  pgrefill: 0,
  pgscan: 0,
  pgsteal: 0,
  shmem: 0,
  slab: 0,
  slab_reclaimable: 0,
  slab_unreclaimable: 0,
  sock: 0,
  thp_collapse_alloc: 0,
  thp_fault_alloc: 0,
  unevictable: 0,
  workingset_activate: 0,
  workingset_nodereclaim: 0,
  workingset_refault: 0,
});

/** The v1 counters, once for the group itself and once, as `total_`, with its children. */
const statsV1 = (memory: MemoryUsage, taskLimit: Json): JsonObject => {
  const { anonBytes, fileBytes, inactiveFileBytes } = memory;
  const own: JsonObject = {
    active_anon: 0,
    active_file: fileBytes - inactiveFileBytes,
    cache: fileBytes,
    dirty: 0,
    inactive_anon: anonBytes,
    inactive_file: inactiveFileBytes,
    mapped_file: fileBytes - inactiveFileBytes,
    pgfault: memory.pageFaults,
    pgmajfault: memory.majorPageFaults,
    // A counter: what was resident at once at some time came in, and it stays counted when it is freed.
    pgpgin: Math.ceil(memory.peakBytes / pageBytes),
    pgpgout: 0,
    rss: anonBytes,
    rss_huge: 0,
    unevictable: 0,
    writeback: 0,
  };
  const total = Object.fromEntries(Object.entries(own).map(([key, value]) => [`total_${key}`, value]));
  return { ...own, hierarchical_memory_limit: taskLimit, hierarchical_memsw_limit: noLimitV1, ...total };
};

/** Docker shows the machine's memory where a container has no limit; the other agents what the kernel says. */
const limit = ({ shape }: TaskMoment, { memoryMib }: ContainerPlan, { host }: Sample): Json => {
  if (memoryMib !== undefined) return memoryMib * mib;
  if (hasEcsAgent(shape) && host.memoryBytes !== undefined) return host.memoryBytes;
  return shape.cgroup === 1 ? noLimitV1 : noLimitV2;
};

/** On v1 the group's limit is the smallest above it: the container's, else the task's. */
const hierarchicalLimit = ({ shape, plan }: TaskMoment, { memoryMib }: ContainerPlan): Json => {
  const taskMib = plan.memoryMib ?? (shape.launchType === "FARGATE" ? 1024 : undefined);
  const smallest = Math.min(memoryMib ?? Number.POSITIVE_INFINITY, taskMib ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(smallest) ? smallest * mib : noLimitV1;
};

/** `memory_stats` of a reading. */
export const memoryStats = (task: TaskMoment, plan: ContainerPlan, sample: Sample): JsonObject => {
  const { memory } = sample.usage;
  const usage = memory.anonBytes + memory.fileBytes;
  if (task.shape.os === "windows") {
    const privateBytes = { privateworkingset: memory.anonBytes };
    return hasEcsAgent(task.shape)
      ? { commitbytes: usage, commitpeakbytes: memory.peakBytes, ...privateBytes }
      : { usage, max_usage: memory.peakBytes, ...privateBytes };
  }
  if (task.shape.cgroup === 2) return { usage, stats: statsV2(memory), limit: limit(task, plan, sample) };
  return {
    usage,
    max_usage: memory.peakBytes,
    stats: statsV1(memory, hierarchicalLimit(task, plan)),
    limit: limit(task, plan, sample),
  };
};
