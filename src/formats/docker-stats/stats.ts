import { parseTime } from "../../model/time.ts";
import type { Pressure } from "../cgroup/pressure.ts";
import { fieldsOf } from "../json-fields.ts";
import { type CpuStats, parseCpu } from "./cpu.ts";
import { type DiskStats, parseDisk } from "./disk.ts";
import { type MemoryStats, parseMemory } from "./memory.ts";
import { type InterfaceCounters, parseNetworks } from "./network.ts";

/**
 * One sample of one container, as Docker's stats and the task metadata endpoint give it, in one shape: seconds, bytes,
 * counts, whatever the cgroup version and platform. Undefined inside means that the source does not tell.
 */
export interface ContainerStats {
  /** When the sample was taken, milliseconds since the epoch, by the source's clock. */
  readonly readMs: number;
  readonly cpu: CpuStats;
  readonly memory: MemoryStats;
  readonly disk: DiskStats;
  readonly networks: readonly InterfaceCounters[];
  readonly pids: { readonly current: number | undefined; readonly limit: number | undefined };
  /** Only cgroup v2's own files tell it; empty elsewhere. */
  readonly pressure: readonly Pressure[];
  /** Paths of numbers that cannot be (below zero, 2^64-1) and count as not told. */
  readonly impossible: readonly string[];
}

/**
 * Undefined when this is no sample: null, {}, another type, Go's zero time, no CPU usage. That is how the sources say
 * that a container has not started, has stopped, or was not sampled yet. Never throws.
 */
export const parseContainerStats = (raw: unknown): ContainerStats | undefined => {
  const impossible: string[] = [];
  const stats = fieldsOf(raw, impossible);
  const readMs = parseTime(stats.text("read"));
  if (readMs === undefined) return undefined;
  const cpu = parseCpu(stats, readMs);
  if (cpu === undefined) return undefined;
  const pids = stats.object("pids_stats");
  return {
    readMs,
    cpu,
    memory: parseMemory(stats),
    disk: parseDisk(stats),
    networks: parseNetworks(stats),
    pids: { current: pids.amount("current"), limit: pids.limit("limit") },
    pressure: [],
    impossible: [...new Set(impossible)],
  };
};
