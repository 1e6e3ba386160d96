import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** Linux counts CPU time in hundredths of a second. */
const tickMs = 10;

const sumOf = (pid: number, procRoot: string, first: number, last: number): number => {
  const [, fields = ""] = readFileSync(`${procRoot}/${pid}/stat`, "utf8").split(") ");
  const ticks = fields
    .split(" ")
    .slice(first, last + 1)
    .map(Number);
  if (ticks.length <= last - first) throw new Error(`${procRoot}/${pid}/stat does not tell the CPU time`);
  return ticks.reduce((sum, count) => sum + count, 0) * tickMs;
};

/** CPU that a process has taken since it began, of all its threads, in programs and in the kernel. */
export const processCpuMs = (pid: number, procRoot = "/proc"): number => sumOf(pid, procRoot, 11, 12);

/** The same with what its children took that have ended. */
export const familyCpuMs = (pid: number): number => sumOf(pid, "/proc", 11, 14);

/** How long the machine has had nothing to do since it was started, on a CPU's average. */
export const machineIdleMs = (): number => {
  const [, idle = "", waiting = ""] = /^cpu +\d+ \d+ \d+ (\d+) (\d+)/.exec(readFileSync("/proc/stat", "utf8")) ?? [];
  return ((Number(idle) + Number(waiting)) * tickMs) / cpus().length;
};
