import type { Traffic, Usage } from "./moment.ts";
import type { ContainerPlan, Load } from "./plan.ts";

/** What a container of a plan does where the plan says nothing. */
export const defaultLoad: Load = {
  cpuNsPerMs: 50_000,
  anonBytes: 33_554_432,
  fileBytes: 25_165_824,
  inactiveFileBytes: 8_388_608,
  growBytesPerMs: 0,
  growCycleMs: 60_000,
  readBytesPerMs: 16,
  writeBytesPerMs: 64,
  rxBytesPerMs: 20,
  txBytesPerMs: 80,
  processes: 4,
};

export const loadOf = ({ load }: ContainerPlan): Load => ({ ...defaultLoad, ...load });

/** Interface counters after so long; a packet for every 1,000 bytes begun. */
export const scriptedTraffic = ({ rxBytesPerMs, txBytesPerMs }: Load, ms: number): Traffic => {
  const rxBytes = Math.floor(rxBytesPerMs * ms);
  const txBytes = Math.floor(txBytesPerMs * ms);
  return { rxBytes, rxPackets: Math.ceil(rxBytes / 1000), txBytes, txPackets: Math.ceil(txBytes / 1000) };
};

/**
 * The exact usage of a load: counters after `countedMs`, memory after `sinceStartMs`. CPU time is in whole
 * microseconds, as cgroup v2 counts; a quarter of it is kernel time; one disk operation for every 16 KiB begun.
 */
export const scriptedUsage = (load: Load, countedMs: number, sinceStartMs: number = countedMs): Usage => {
  const micros = Math.floor((load.cpuNsPerMs * countedMs) / 1000);
  const readBytes = Math.floor(load.readBytesPerMs * countedMs);
  const writeBytes = Math.floor(load.writeBytesPerMs * countedMs);
  const grown = (ms: number): number => Math.floor(load.growBytesPerMs * ms);
  const cycleMs = Math.max(1, load.growCycleMs);
  return {
    cpuNs: micros * 1000,
    cpuKernelNs: Math.floor(micros / 4) * 1000,
    memory: {
      anonBytes: load.anonBytes + grown(sinceStartMs % cycleMs),
      fileBytes: load.fileBytes,
      inactiveFileBytes: load.inactiveFileBytes,
      peakBytes: load.anonBytes + load.fileBytes + grown(Math.min(sinceStartMs, cycleMs)),
      pageFaults: 9_000 + Math.floor(sinceStartMs / 100),
      majorPageFaults: 12,
    },
    disk: {
      readBytes,
      writeBytes,
      operations: { reads: Math.ceil(readBytes / 16_384), writes: Math.ceil(writeBytes / 16_384) },
    },
    traffic: scriptedTraffic(load, countedMs),
    processes: load.processes,
  };
};
