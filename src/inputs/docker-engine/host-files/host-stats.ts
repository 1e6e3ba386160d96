import { cgroupStats } from "../../../formats/cgroup/stats.ts";
import { readTaskCgroup, type TaskCgroup } from "../../../formats/cgroup/task-cgroup.ts";
import type { InterfaceCounters } from "../../../formats/docker-stats/network.ts";
import { parseNetDev } from "../../../formats/proc/network.ts";
import { countTcpStates } from "../../../formats/proc-net-tcp.ts";
import type { TcpState } from "../../../model/tcp-state.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { KernelFiles } from "../../../ports/files.ts";
import { problem } from "../../../problems/problem.ts";
import type { Attempt, StatsPath, StatsTarget } from "../stats-source.ts";
import { findPlace, type Place, parentFolders, readerOf } from "./places.ts";
import type { HostRoots, NoRoots } from "./roots.ts";

/** Containers read in one go; what else waits for this thread has its turn then. A container takes about 0.1 ms. */
const atOnce = 20;

/** What the host's files tell of whole tasks. */
export interface TaskFiles {
  /** The cgroup above the container, when it is the task's; undefined: not to be seen. */
  taskCgroup(containerId: string, taskId: string): { readonly readMs: number; readonly found: TaskCgroup } | undefined;
  /** Sockets in the network that the container's first process is in. */
  connections(containerId: string): ReadonlyMap<TcpState, number> | undefined;
}

export interface HostStatsOptions {
  readonly files: KernelFiles;
  readonly clock: Clock;
  readonly roots: () => Promise<HostRoots | NoRoots>;
}

interface Known {
  readonly pid: number | undefined;
  readonly place: Place;
}

/** Figures from the host's own files: they cost the engine nothing, and have what it leaves out. */
export const hostStats = ({ files, clock, roots }: HostStatsOptions): StatsPath & TaskFiles => {
  let known = new Map<string, Known>();
  let found: HostRoots | undefined;
  /** /proc was seen to be the host's: what is not there has ended. */
  let seesProcesses = false;

  const networksOf = (place: Place, { network }: StatsTarget): readonly InterfaceCounters[] => {
    if (network === "none" || place.process === undefined) return [];
    const file = files.readNow(`${place.process}/net/dev`);
    return file.ok ? parseNetDev(file.text) : [];
  };

  const read = (place: Place, target: StatsTarget, { cgroup, layout, cpus }: HostRoots): Attempt => {
    const refused: string[] = [];
    const stats = cgroupStats(
      layout.version,
      readerOf(files, place.folders, (detail) => refused.push(detail)),
      {
        readMs: clock.now(),
        onlineCpus: cpus,
        networks: networksOf(place, target),
      },
    );
    if (stats !== undefined) return { ok: true, stats };
    const [detail] = refused;
    return detail === undefined
      ? { ok: false, why: "ended" }
      : {
          ok: false,
          why: "out-of-reach",
          reason: "its files may not be read",
          problem: problem("host-files", cgroup, detail),
        };
  };

  const sampleOne = (target: StatsTarget, at: HostRoots, kept: Map<string, Known>): Attempt => {
    const { id, whereabouts } = target;
    if (whereabouts === undefined) return { ok: false, why: "out-of-reach", reason: "it is not inspected yet" };
    const before = known.get(id);
    const place = before?.pid === whereabouts.pid ? before?.place : undefined;
    const fresh = place ?? findPlace(files, at, id, whereabouts);
    if ("why" in fresh) {
      return fresh.ended && seesProcesses
        ? { ok: false, why: "ended" }
        : { ok: false, why: "out-of-reach", reason: fresh.why };
    }
    seesProcesses ||= fresh.process !== undefined;
    kept.set(id, { pid: whereabouts.pid, place: fresh });
    return read(fresh, target, at);
  };

  return {
    name: "host-files",
    sample: async (targets, signal) => {
      const results = new Map<string, Attempt>();
      const at = await roots();
      if ("why" in at) {
        for (const { id } of targets) results.set(id, { ok: false, why: "out-of-reach", reason: at.why });
        return results;
      }
      found = at;
      const kept = new Map<string, Known>();
      for (const [place, target] of targets.entries()) {
        if (place > 0 && place % atOnce === 0) await clock.sleep(0, signal);
        results.set(target.id, signal.aborted ? { ok: false, why: "late" } : sampleOne(target, at, kept));
      }
      known = kept;
      return results;
    },
    taskCgroup: (containerId, taskId) => {
      const place = known.get(containerId)?.place;
      if (place === undefined || found === undefined) return undefined;
      const folders = parentFolders(place.folders);
      // Where ECS sets no limits for tasks, what is above is Docker's own.
      if (![...folders.values()].every((folder) => folder.slice(folder.lastIndexOf("/")).includes(taskId)))
        return undefined;
      return {
        readMs: clock.now(),
        found: readTaskCgroup(
          found.layout.version,
          readerOf(files, folders, () => {}),
        ),
      };
    },
    connections: (containerId) => {
      const process = known.get(containerId)?.place.process;
      const texts = ["tcp", "tcp6"].map((name) => files.readNow(`${process}/net/${name}`));
      const [first] = texts;
      if (process === undefined || first?.ok !== true) return undefined;
      return countTcpStates(...texts.flatMap((file) => (file.ok ? [file.text] : [])));
    },
  };
};
