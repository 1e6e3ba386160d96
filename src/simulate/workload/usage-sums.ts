import type { Usage } from "../moment.ts";
import { minus, plus } from "../traffic.ts";

const shifted = (usage: Usage, by: Usage, sign: 1 | -1): Usage => ({
  ...usage,
  cpuNs: usage.cpuNs + sign * by.cpuNs,
  cpuKernelNs: usage.cpuKernelNs + sign * by.cpuKernelNs,
  ...(usage.disk && by.disk
    ? {
        disk: {
          readBytes: usage.disk.readBytes + sign * by.disk.readBytes,
          writeBytes: usage.disk.writeBytes + sign * by.disk.writeBytes,
        },
      }
    : {}),
  ...(usage.traffic && by.traffic
    ? { traffic: sign === 1 ? plus(usage.traffic, by.traffic) : minus(usage.traffic, by.traffic) }
    : {}),
});

/** The counters of both; memory and processes of the first, since they are no counters. */
export const withCounters = (usage: Usage, earlier: Usage | undefined): Usage =>
  earlier === undefined ? usage : shifted(usage, earlier, 1);

/** The counters since a measurement. */
export const sinceCounters = (usage: Usage, base: Usage | undefined): Usage =>
  base === undefined ? usage : shifted(usage, base, -1);
