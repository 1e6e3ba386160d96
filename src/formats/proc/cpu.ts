import { linesOf, parseCount, wordsOf } from "../kernel-text.ts";

/** In the order of the columns of `/proc/stat`; guest time is in user and nice already. */
export const cpuModes = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"] as const;

export type CpuMode = (typeof cpuModes)[number];

/** CPU of a machine since it started. */
export interface MachineCpu {
  /** Seconds, summed over all CPUs. */
  readonly modes: ReadonlyMap<CpuMode, number>;
  /** CPUs that are on. */
  readonly cpus: number | undefined;
  /** Milliseconds since the epoch. */
  readonly startedMs: number | undefined;
}

const ticksPerSecond = 100;

export const parseProcStat = (text: string): MachineCpu => {
  const modes = new Map<CpuMode, number>();
  let cpus = 0;
  let startedMs: number | undefined;
  for (const line of linesOf(text)) {
    const [name = "", ...columns] = wordsOf(line.slice(0, 512));
    if (name === "btime") {
      const seconds = parseCount(columns[0]);
      startedMs = seconds === undefined ? undefined : seconds * 1000;
    }
    if (/^cpu\d+$/.test(name)) cpus += 1;
    if (name !== "cpu") continue;
    for (const [place, mode] of cpuModes.entries()) {
      const ticks = parseCount(columns[place]);
      if (ticks !== undefined) modes.set(mode, ticks / ticksPerSecond);
    }
  }
  return { modes, cpus: cpus === 0 ? undefined : cpus, startedMs };
};
