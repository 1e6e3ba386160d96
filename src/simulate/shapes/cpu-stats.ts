import type { Sample } from "../moment.ts";
import type { JsonObject } from "./json-text.ts";
import { hasEcsAgent, type Shape } from "./shape.ts";

/** The quota stands on the task's cgroup, so a container's own counts stay zero, whatever happens. */
const throttling: JsonObject = { periods: 0, throttled_periods: 0, throttled_time: 0 };

/** `precpu_stats` when there was no reading before. */
export const noCpu: JsonObject = {
  cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
  throttling_data: throttling,
};

/** The kernel counts user and system time of a v1 group in ticks of 10 ms. */
const inTicks = (ns: number): number => Math.floor(ns / 10_000_000) * 10_000_000;

/** An even share each: who keeps no count per CPU has no better one, and the sum is right. */
const perCpu = (totalNs: number, cpus: number): number[] => {
  const share = Math.floor(totalNs / cpus);
  return Array.from({ length: cpus }, (_, i) => (i === 0 ? totalNs - share * (cpus - 1) : share));
};

/** Docker on Windows counts in units of 100 ns; Fargate on Windows in ns. */
const windowsUsage = (shape: Shape, { cpuNs, cpuKernelNs }: Sample["usage"]): JsonObject => {
  const unitNs = hasEcsAgent(shape) ? 100 : 1;
  const total = Math.floor(cpuNs / unitNs);
  const kernel = Math.floor(cpuKernelNs / unitNs);
  return { total_usage: total, usage_in_kernelmode: kernel, usage_in_usermode: total - kernel };
};

const linuxUsage = ({ cgroup }: Shape, { usage, host }: Sample): JsonObject => {
  const { cpuNs, cpuKernelNs } = usage;
  const userNs = cpuNs - cpuKernelNs;
  if (cgroup === 2) return { total_usage: cpuNs, usage_in_kernelmode: cpuKernelNs, usage_in_usermode: userNs };
  return {
    total_usage: cpuNs,
    percpu_usage: perCpu(cpuNs, host.cpus ?? 1),
    usage_in_kernelmode: inTicks(cpuKernelNs),
    usage_in_usermode: inTicks(userNs),
  };
};

/** `cpu_stats` of a reading. */
export const cpuStats = (shape: Shape, sample: Sample): JsonObject => {
  if (shape.os === "windows") return { cpu_usage: windowsUsage(shape, sample.usage), throttling_data: throttling };
  return {
    cpu_usage: linuxUsage(shape, sample),
    system_cpu_usage: sample.host.systemCpuNs,
    online_cpus: sample.host.cpus,
    throttling_data: throttling,
  };
};
