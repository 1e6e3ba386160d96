import { parseProcStat } from "../../formats/proc/cpu.ts";
import { parseDiskstats } from "../../formats/proc/disk.ts";
import { parseLoadavg } from "../../formats/proc/load.ts";
import { parseMeminfo } from "../../formats/proc/memory.ts";
import { parseNetDev } from "../../formats/proc/network.ts";
import type { Collected, Input, InputDeps } from "../../ports/input.ts";
import { problem } from "../../problems/problem.ts";
import type { HostConfig } from "./config.ts";
import { recordCpu, recordDisks, recordLoad, recordMemory, recordNetwork } from "./record.ts";
import { findRoots } from "./roots.ts";
import { recordSpace } from "./space.ts";

/** The machine's figures from its own files: five small ones, read at once, and the size of each file system. */
export const openHost = (config: HostConfig, { files }: InputDeps): Input => ({
  collect: async ({ recorder, signal, report }): Promise<Collected> => {
    const roots = findRoots(files, config.hostRoot);
    if (roots === undefined)
      return { ok: false, problem: problem("host-files", `${(config.hostRoot ?? "").replace(/\/+$/, "")}/proc/stat`) };
    const to = recorder.host({});
    const read = <T>(name: string, parse: (text: string) => T): T | undefined => {
      const file = files.readNow(`${roots.proc}/${name}`);
      if (file.ok) return parse(file.text);
      report(problem("host-files", `${roots.proc}/${name}`, file.detail));
      return undefined;
    };
    const cpu = read("stat", parseProcStat);
    const since = { sinceMs: cpu?.startedMs };
    if (cpu !== undefined) recordCpu(to, cpu, since);
    const memory = read("meminfo", parseMeminfo);
    if (memory !== undefined) recordMemory(to, memory);
    recordLoad(to, read("loadavg", parseLoadavg));
    recordDisks(to, read("diskstats", parseDiskstats) ?? [], since);
    if (roots.seesProcesses) recordNetwork(to, read("1/net/dev", parseNetDev) ?? [], since);
    await recordSpace(to, files, roots.root, signal);
    return { ok: true };
  },
});
