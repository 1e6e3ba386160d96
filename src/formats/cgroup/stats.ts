import type { InterfaceCounters } from "../docker-stats/network.ts";
import type { ContainerStats } from "../docker-stats/stats.ts";
import { readCpu, readPids } from "./cpu.ts";
import { readDisk } from "./disk.ts";
import type { CgroupVersion, ReadCgroup } from "./files.ts";
import { readMemory } from "./memory.ts";
import { readPressure } from "./pressure.ts";

/** What the cgroup's files do not tell. */
export interface SampleFacts {
  /** When it is read, milliseconds since the epoch. */
  readonly readMs: number;
  readonly onlineCpus: number | undefined;
  readonly networks: readonly InterfaceCounters[];
}

/**
 * A sample of a container from the files of its cgroup, in the shape that Docker's own answers have. Undefined when its
 * CPU time cannot be read, as when it has just ended. Never throws.
 */
export const cgroupStats = (
  version: CgroupVersion,
  read: ReadCgroup,
  { readMs, onlineCpus, networks }: SampleFacts,
): ContainerStats | undefined => {
  const cpu = readCpu(version, read, onlineCpus);
  if (cpu.totalSeconds === undefined) return undefined;
  return {
    readMs,
    cpu,
    memory: readMemory(version, read),
    disk: readDisk(version, read),
    networks,
    pids: readPids(read),
    pressure: version === "v2" ? readPressure(read) : [],
    impossible: [],
  };
};
