import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { abandonedIn } from "./scratch.ts";
import { waitFor } from "./wait.ts";

const root = "/sys/fs/cgroup";

/** "2" when everything is under one hierarchy. */
const cgroupVersion: "1" | "2" = existsSync(join(root, "cgroup.controllers")) ? "2" : "1";

const hierarchies = (): string[] =>
  cgroupVersion === "2"
    ? [root]
    : readdirSync(root, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [join(root, e.name)] : []));

const removeTree = (folder: string): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeTree(join(folder, entry.name));
  }
  rmdirSync(folder);
};

/** Removes the empty cgroups that an engine ended at once leaves behind. */
export const removeCgroups = async (path: string): Promise<void> => {
  await waitFor({
    what: `cgroup ${path} can be removed`,
    attempt: async () => {
      for (const hierarchy of hierarchies()) {
        const folder = join(hierarchy, path);
        if (existsSync(folder)) removeTree(folder);
      }
      return true;
    },
  });
};

/** What another run removes just now, or still has a process that dies, is left. */
export const removeAbandonedCgroups = (): void => {
  for (const hierarchy of hierarchies()) {
    for (const name of abandonedIn(hierarchy)) {
      try {
        removeTree(join(hierarchy, name));
      } catch {}
    }
  }
};

/** Where the memory files of a container are, once it has started. */
export const cgroupPathOf = (parent: string, id: string): string | undefined => {
  const path = join(cgroupVersion === "2" ? root : join(root, "memory"), parent, id);
  return existsSync(path) ? path : undefined;
};

/** The files of one controller of a cgroup. */
const cgroupFolder = (controller: string, path: string): string =>
  join(cgroupVersion === "2" ? root : join(root, controller), path);

/**
 * Makes a cgroup that comes before all else on a machine that is busy: what is in it gets the CPU that it is allowed, and so
 * comes to its cap.
 */
export const makeFavouredCgroup = (path: string): void => {
  const folder = cgroupFolder("cpu", path);
  mkdirSync(folder, { recursive: true });
  const [file, most] = cgroupVersion === "2" ? ["cpu.weight", "10000"] : ["cpu.shares", "262144"];
  if (existsSync(join(folder, file))) writeFileSync(join(folder, file), most);
};

/** Makes a cgroup as the ECS agent makes a task's: with a CPU cap, in microseconds of each tenth of a second, and a limit. */
export const makeTaskCgroup = (path: string, quotaUs: number, limitBytes: number): void => {
  const write = (controller: string, file: string, text: string): void => {
    mkdirSync(cgroupFolder(controller, path), { recursive: true });
    writeFileSync(join(cgroupFolder(controller, path), file), text);
  };
  if (cgroupVersion === "2") {
    write("cpu", "cpu.max", `${quotaUs} 100000`);
    write("memory", "memory.max", String(limitBytes));
    return;
  }
  write("cpu", "cpu.cfs_quota_us", String(quotaUs));
  write("memory", "memory.limit_in_bytes", String(limitBytes));
};

const lines = (folder: string, file: string): string[][] =>
  readFileSync(join(folder, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(/[ =]/));

/** A figure of a `key value` file. */
const keyed = (folder: string, file: string, key: string): number => {
  const line = lines(folder, file).find(([name]) => name === key);
  if (line === undefined) throw new Error(`${folder}/${file} has no ${key}`);
  return Number(line[1]);
};

const single = (folder: string, file: string): number => Number(readFileSync(join(folder, file), "utf8"));

/** What the kernel says of one container, read from its own files: seconds and bytes. */
export interface CgroupReading {
  readonly cpuSeconds: number;
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledSeconds: number;
  readonly memoryUsageBytes: number;
  readonly memoryCacheBytes: number;
  readonly memoryInactiveFileBytes: number;
  readonly memoryAnonymousBytes: number;
  readonly memoryLimitBytes: number;
  readonly diskWrittenBytes: number;
  readonly diskReadBytes: number;
  readonly processes: number;
  /** Processes that the kernel killed for lack of memory. */
  readonly oomKills: number;
  readonly diskWrites: number;
}

const readV1 = (path: string): CgroupReading => {
  const at = (controller: string): string => join(root, controller, path);
  const disk = (operation: string): number =>
    lines(at("blkio"), "blkio.throttle.io_service_bytes")
      .filter(([, name]) => name === operation)
      .reduce((sum, [, , value]) => sum + Number(value), 0);
  return {
    cpuSeconds: single(at("cpuacct"), "cpuacct.usage") / 1e9,
    periods: keyed(at("cpu"), "cpu.stat", "nr_periods"),
    throttledPeriods: keyed(at("cpu"), "cpu.stat", "nr_throttled"),
    throttledSeconds: keyed(at("cpu"), "cpu.stat", "throttled_time") / 1e9,
    memoryUsageBytes: single(at("memory"), "memory.usage_in_bytes"),
    memoryCacheBytes: keyed(at("memory"), "memory.stat", "total_cache"),
    memoryInactiveFileBytes: keyed(at("memory"), "memory.stat", "total_inactive_file"),
    memoryAnonymousBytes: keyed(at("memory"), "memory.stat", "total_rss"),
    memoryLimitBytes: single(at("memory"), "memory.limit_in_bytes"),
    diskWrittenBytes: disk("Write"),
    diskReadBytes: disk("Read"),
    processes: single(at("pids"), "pids.current"),
    oomKills: keyed(at("memory"), "memory.oom_control", "oom_kill"),
    diskWrites: lines(at("blkio"), "blkio.throttle.io_serviced")
      .filter(([, name]) => name === "Write")
      .reduce((sum, [, , value]) => sum + Number(value), 0),
  };
};

const readV2 = (path: string): CgroupReading => {
  const folder = join(root, path);
  const disk = (key: string): number =>
    lines(folder, "io.stat").reduce((sum, line) => {
      const at = line.indexOf(key);
      return at < 0 ? sum : sum + Number(line[at + 1]);
    }, 0);
  return {
    cpuSeconds: keyed(folder, "cpu.stat", "usage_usec") / 1e6,
    periods: keyed(folder, "cpu.stat", "nr_periods"),
    throttledPeriods: keyed(folder, "cpu.stat", "nr_throttled"),
    throttledSeconds: keyed(folder, "cpu.stat", "throttled_usec") / 1e6,
    memoryUsageBytes: single(folder, "memory.current"),
    memoryCacheBytes: keyed(folder, "memory.stat", "file"),
    memoryInactiveFileBytes: keyed(folder, "memory.stat", "inactive_file"),
    memoryAnonymousBytes: keyed(folder, "memory.stat", "anon"),
    memoryLimitBytes: single(folder, "memory.max"),
    diskWrittenBytes: disk("wbytes"),
    diskReadBytes: disk("rbytes"),
    processes: single(folder, "pids.current"),
    oomKills: keyed(folder, "memory.events", "oom_kill"),
    diskWrites: disk("wios"),
  };
};

/** Reads the files of a container now; `path` is relative to the hierarchies' roots. */
export const readCgroup = (path: string): CgroupReading => (cgroupVersion === "2" ? readV2(path) : readV1(path));
