import { parseTime } from "../../model/time.ts";
import type { Fields } from "../json-fields.ts";

/** Times in seconds of CPU, summed over all CPUs, since the container's count began. Undefined: not told. */
export interface CpuStats {
  readonly totalSeconds: number | undefined;
  readonly userSeconds: number | undefined;
  readonly kernelSeconds: number | undefined;
  /** The source's own previous sample, when it has a valid one. */
  readonly prior: { readonly value: number; readonly atMs: number } | undefined;
  /** CPUs of the machine. Never the length of percpu_usage, which is padded with zeros on some hosts. */
  readonly onlineCpus: number | undefined;
  readonly throttling: Throttling | undefined;
}

/** How a CPU cap was enforced. A flat zero on ECS, where the cap is on the task's cgroup, above the container's. */
export interface Throttling {
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledSeconds: number;
}

interface Reading {
  readonly total: number;
  readonly atMs: number;
}

/** The source's previous sample, in its own unit: a first sample has zeros or the year 1 here. */
const priorTotal = (stats: Fields, readMs: number): Reading | undefined => {
  const atMs = parseTime(stats.text("preread"));
  const total = stats.object("precpu_stats").object("cpu_usage").amount("total_usage");
  if (atMs === undefined || atMs >= readMs || total === undefined || total === 0) return undefined;
  return { total, atMs };
};

/**
 * Docker on Windows counts CPU time in units of 100 ns and says how many CPUs there are in num_procs; Fargate on
 * Windows counts nanoseconds and leaves num_procs at 0. Neither tells its unit. More than twice the machine's CPUs
 * between two samples shows that it was nanoseconds all along.
 */
const nanosecondsPerUnit = (
  stats: Fields,
  total: number | undefined,
  before: Reading | undefined,
  readMs: number,
): 1 | 100 => {
  const cpu = stats.object("cpu_stats");
  const cpus = stats.amount("num_procs") ?? 0;
  if (cpus === 0 || cpu.has("online_cpus") || cpu.has("system_cpu_usage")) return 1;
  if (before === undefined || total === undefined) return 100;
  const cores = ((total - before.total) * 100) / ((readMs - before.atMs) * 1e6);
  return cores > 2 * cpus ? 1 : 100;
};

const throttlingOf = (cpu: Fields): Throttling | undefined => {
  const data = cpu.object("throttling_data");
  const periods = data.amount("periods");
  const throttledPeriods = data.amount("throttled_periods");
  const throttledNanoseconds = data.amount("throttled_time");
  if (periods === undefined || throttledPeriods === undefined || throttledNanoseconds === undefined) return undefined;
  return { periods, throttledPeriods, throttledSeconds: throttledNanoseconds / 1e9 };
};

/** Undefined when the sample says nothing of CPU usage, and so is none. */
export const parseCpu = (stats: Fields, readMs: number): CpuStats | undefined => {
  const cpu = stats.object("cpu_stats");
  const usage = cpu.object("cpu_usage");
  if (usage.keys.length === 0) return undefined;
  const total = usage.amount("total_usage");
  const before = priorTotal(stats, readMs);
  const unit = nanosecondsPerUnit(stats, total, before, readMs);
  const seconds = (units: number | undefined): number | undefined =>
    units === undefined ? undefined : (units * unit) / 1e9;
  const value = total === undefined || before === undefined || before.total > total ? undefined : seconds(before.total);
  return {
    totalSeconds: seconds(total),
    userSeconds: seconds(usage.amount("usage_in_usermode")),
    kernelSeconds: seconds(usage.amount("usage_in_kernelmode")),
    prior: value === undefined || before === undefined ? undefined : { value, atMs: before.atMs },
    onlineCpus: cpu.limit("online_cpus") ?? stats.limit("num_procs"),
    throttling: throttlingOf(cpu),
  };
};
