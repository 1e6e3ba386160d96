import type { Files } from "../../ports/files.ts";
import type { DiskUsage, HostUsage, MemoryUsage, Traffic, Usage } from "../moment.ts";
import { nsPerTick, type ProcessStat, parseKeyed, parseMachine, parseStat } from "./proc-files.ts";
import type { SelfReport } from "./self-report.ts";

/** A process can count its messages, not its packets; on loopback a message is one packet or a few. */
const trafficOf = ({ rxBytes, rxMessages, txBytes, txMessages }: SelfReport): Traffic => ({
  rxBytes,
  rxPackets: rxMessages,
  txBytes,
  txPackets: txMessages,
});

/**
 * Page cache is what the process has mapped, all of it in use: what it only read or wrote through the cache, no
 * file of `/proc` tells.
 */
const memoryOf = (status: ReadonlyMap<string, number>, stat: ProcessStat): MemoryUsage | undefined => {
  const anonBytes = status.get("RssAnon");
  const fileBytes = status.get("RssFile");
  if (anonBytes === undefined || fileBytes === undefined) return undefined;
  return {
    anonBytes: anonBytes + (status.get("RssShmem") ?? 0),
    fileBytes,
    inactiveFileBytes: 0,
    peakBytes: status.get("VmHWM") ?? anonBytes + fileBytes,
    pageFaults: stat.minorFaults + stat.majorFaults,
    majorPageFaults: stat.majorFaults,
  };
};

/** Bytes that went to and from disks; `/proc` counts no disk operations of a process. */
const diskOf = (io: ReadonlyMap<string, number>): DiskUsage | undefined => {
  const readBytes = io.get("read_bytes");
  const writeBytes = io.get("write_bytes");
  return readBytes === undefined || writeBytes === undefined ? undefined : { readBytes, writeBytes };
};

const fromProc = async (files: Files, pid: number): Promise<Usage | undefined> => {
  const [stat, status, io] = await Promise.all(
    ["stat", "status", "io"].map((name) => files.readText(`/proc/${pid}/${name}`)),
  );
  if (!stat?.ok || !status?.ok) return undefined;
  const times = parseStat(stat.text);
  const values = parseKeyed(status.text);
  if (times === undefined) return undefined;
  const memory = memoryOf(values, times);
  // A process that has ended and waits for its parent has times, but no memory.
  if (memory === undefined) return undefined;
  const disk = io?.ok ? diskOf(parseKeyed(io.text)) : undefined;
  const processes = values.get("Threads");
  return {
    cpuNs: (times.userTicks + times.kernelTicks) * nsPerTick,
    cpuKernelNs: times.kernelTicks * nsPerTick,
    memory,
    ...(disk === undefined ? {} : { disk }),
    ...(processes === undefined ? {} : { processes }),
  };
};

/** Where there is no `/proc`: the process's word for its own CPU time and memory, and nothing of the disk. */
const fromReport = (report: SelfReport): Usage => ({
  cpuNs: (report.cpuUserUs + report.cpuSystemUs) * 1000,
  cpuKernelNs: report.cpuSystemUs * 1000,
  memory: {
    anonBytes: report.residentBytes,
    fileBytes: 0,
    inactiveFileBytes: 0,
    peakBytes: report.peakBytes,
    pageFaults: report.minorFaults + report.majorFaults,
    majorPageFaults: report.majorFaults,
  },
});

/** What a process has used, by the system's count; its traffic by its own. Undefined when nobody can tell. */
export const measureProcess = async (
  files: Files,
  pid: number,
  report: SelfReport | undefined,
): Promise<Usage | undefined> => {
  const usage = (await fromProc(files, pid)) ?? (report && fromReport(report));
  return usage && report ? { ...usage, traffic: trafficOf(report) } : usage;
};

/** The machine the processes share. */
export const measureHost = async (files: Files, report: SelfReport | undefined): Promise<HostUsage> => {
  const [stat, meminfo] = await Promise.all([files.readText("/proc/stat"), files.readText("/proc/meminfo")]);
  const machine = stat.ok ? parseMachine(stat.text) : undefined;
  if (machine === undefined) {
    return report === undefined
      ? {}
      : { cpus: report.hostCpus, memoryBytes: report.hostMemoryBytes, systemCpuNs: report.hostCpuMs * 1_000_000 };
  }
  const memoryBytes = meminfo.ok ? parseKeyed(meminfo.text).get("MemTotal") : undefined;
  return { ...machine, ...(memoryBytes === undefined ? {} : { memoryBytes }) };
};

/** Whether the system tells of its processes; otherwise what is told instead, for people. */
export const measuringNotes = async (files: Files): Promise<string[]> => {
  const stat = await files.readText("/proc/stat");
  if (stat.ok) return [];
  return [
    "This machine has no /proc: CPU time and memory are what each process says of itself, all memory counts as anonymous, and disk bytes are left out.",
  ];
};
