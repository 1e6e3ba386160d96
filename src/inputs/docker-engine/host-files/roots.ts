import { type CgroupLayout, parseLayout } from "../../../formats/cgroup/layout.ts";
import { parseProcStat } from "../../../formats/proc/cpu.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { KernelFiles } from "../../../ports/files.ts";

/** Where the host's files are for the agent. Paths without a trailing slash. */
export interface HostRoots {
  readonly cgroup: string;
  readonly layout: CgroupLayout;
  /** Whether it is the host's /proc shows with each container: its process must be in the container's cgroup. */
  readonly proc: string;
  /** CPUs of the machine. */
  readonly cpus: number | undefined;
}

export interface RootOptions {
  readonly hostRoot?: string | undefined;
  readonly cgroupRoot?: string | undefined;
  readonly procRoot?: string | undefined;
}

/** Why there are none, in words that end a sentence. */
export interface NoRoots {
  readonly why: string;
}

/** Where they are usually mounted into the agent's container, and where they are without a container. */
const usualRoots = ["/host", ""] as const;

const againMs = 60_000;

const withoutSlash = (path: string): string => path.replace(/\/+$/, "");

/** Looks for the host's files. What is found is kept; where nothing is, it looks again after a minute. */
export const openRoots = (
  files: KernelFiles,
  clock: Clock,
  { hostRoot, cgroupRoot, procRoot }: RootOptions,
): (() => Promise<HostRoots | NoRoots>) => {
  const bases = hostRoot === undefined ? usualRoots : [withoutSlash(hostRoot)];
  const cgroups = cgroupRoot === undefined ? bases.map((base) => `${base}/sys/fs/cgroup`) : [withoutSlash(cgroupRoot)];
  const procs = procRoot === undefined ? bases.map((base) => `${base}/proc`) : [withoutSlash(procRoot)];
  let known: HostRoots | NoRoots | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const findProc = (): Pick<HostRoots, "proc" | "cpus"> => {
    for (const proc of procs) {
      const file = files.readNow(`${proc}/stat`);
      if (file.ok) return { proc, cpus: parseProcStat(file.text).cpus };
    }
    return { proc: procs[0] ?? "/proc", cpus: undefined };
  };

  const find = async (): Promise<HostRoots | NoRoots> => {
    for (const cgroup of cgroups) {
      const layout = parseLayout(await files.list(cgroup));
      if (layout !== undefined) return { cgroup, layout, ...findProc() };
    }
    return { why: `there is no cgroup file system at ${cgroups.join(" or ")}` };
  };

  return async () => {
    if (known !== undefined && ("layout" in known || clock.monotonic() - lookedAt < againMs)) return known;
    lookedAt = clock.monotonic();
    known = await find();
    return known;
  };
};
