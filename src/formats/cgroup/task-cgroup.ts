import type { Throttling } from "../docker-stats/cpu.ts";
import { readCpuLimit, readThrottling } from "./cpu.ts";
import type { CgroupVersion, ReadCgroup } from "./files.ts";
import { readMemory } from "./memory.ts";
import { type Pressure, readPressure } from "./pressure.ts";

/**
 * What the cgroup above a task's containers tells. ECS puts the task's CPU cap and memory limit there, so this is where
 * the task is held back. Undefined: not told, or no limit.
 */
export interface TaskCgroup {
  readonly cpuLimitVcpus: number | undefined;
  readonly throttling: Throttling | undefined;
  readonly memoryLimitBytes: number | undefined;
  readonly memoryMaxUsageBytes: number | undefined;
  /** Processes that the kernel killed in the whole task. Version 1 counts each at its container alone. */
  readonly oomKills: number | undefined;
  readonly pressure: readonly Pressure[];
}

export const readTaskCgroup = (version: CgroupVersion, read: ReadCgroup): TaskCgroup => {
  const memory = readMemory(version, read);
  return {
    cpuLimitVcpus: readCpuLimit(version, read),
    throttling: readThrottling(read),
    memoryLimitBytes: memory.limit,
    memoryMaxUsageBytes: memory.maxUsage,
    oomKills: version === "v2" ? memory.oomKills : undefined,
    pressure: version === "v2" ? readPressure(read) : [],
  };
};
