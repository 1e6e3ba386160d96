import type { CpuStats, Throttling } from "../docker-stats/cpu.ts";
import { parseCount, parseFlat, parseLimit, parseSingle } from "../kernel-text.ts";
import type { CgroupVersion, ReadCgroup } from "./files.ts";

/** What the kernel counts clock ticks in for user space, on every architecture that ECS has (USER_HZ). */
const ticksPerSecond = 100;

const over = (value: number | undefined, unit: number): number | undefined =>
  value === undefined ? undefined : value / unit;

/** `throttled_time` is nanoseconds (v1), `throttled_usec` microseconds (v2). */
const throttlingOf = (stat: ReadonlyMap<string, number>): Throttling | undefined => {
  const periods = stat.get("nr_periods");
  const throttledPeriods = stat.get("nr_throttled");
  const throttledSeconds = over(stat.get("throttled_usec"), 1e6) ?? over(stat.get("throttled_time"), 1e9);
  if (periods === undefined || throttledPeriods === undefined || throttledSeconds === undefined) return undefined;
  return { periods, throttledPeriods, throttledSeconds };
};

/** How a cap was enforced; a cgroup without a cap counts no periods. Undefined: not told. */
export const readThrottling = (read: ReadCgroup): Throttling | undefined =>
  throttlingOf(parseFlat(read("cpu", "cpu.stat")));

/** The cap, in vCPUs; undefined without one. */
export const readCpuLimit = (version: CgroupVersion, read: ReadCgroup): number | undefined => {
  const [quota, period] =
    version === "v2"
      ? (read("cpu", "cpu.max") ?? "").slice(0, 64).trim().split(" ")
      : [read("cpu", "cpu.cfs_quota_us"), read("cpu", "cpu.cfs_period_us")];
  const quotaUs = parseLimit(quota);
  const periodUs = parseLimit(period);
  return quotaUs === undefined || periodUs === undefined ? undefined : quotaUs / periodUs;
};

type Times = Pick<CpuStats, "totalSeconds" | "userSeconds" | "kernelSeconds">;

const timesV1 = (read: ReadCgroup): Times => {
  const modes = parseFlat(read("cpuacct", "cpuacct.stat"));
  return {
    totalSeconds: over(parseSingle(read("cpuacct", "cpuacct.usage")), 1e9),
    userSeconds: over(modes.get("user"), ticksPerSecond),
    kernelSeconds: over(modes.get("system"), ticksPerSecond),
  };
};

const timesV2 = (stat: ReadonlyMap<string, number>): Times => ({
  totalSeconds: over(stat.get("usage_usec"), 1e6),
  userSeconds: over(stat.get("user_usec"), 1e6),
  kernelSeconds: over(stat.get("system_usec"), 1e6),
});

/** CPU of a cgroup. @param onlineCpus of the machine, which its files do not tell */
export const readCpu = (version: CgroupVersion, read: ReadCgroup, onlineCpus: number | undefined): CpuStats => {
  const stat = parseFlat(read("cpu", "cpu.stat"));
  const times = version === "v2" ? timesV2(stat) : timesV1(read);
  return { ...times, prior: undefined, onlineCpus, throttling: throttlingOf(stat) };
};

/** Processes and threads. */
export const readPids = (
  read: ReadCgroup,
): { readonly current: number | undefined; readonly limit: number | undefined } => ({
  current: parseCount(read("pids", "pids.current")?.trim()),
  limit: parseLimit(read("pids", "pids.max")),
});
