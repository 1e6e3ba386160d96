import { countTcpStates } from "../../formats/proc-net-tcp.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FileSystemSize, Files } from "../../ports/files.ts";
import type { ResourceRecorder } from "../../ports/recorder.ts";

/** What a container of the task can see of itself, and the endpoint does not tell. */
export interface OwnNamespace {
  /** TCP sockets of the task's network namespace; nothing where /proc tells none. */
  recordConnections(recorder: ResourceRecorder<"task">): Promise<void>;
  /** Size and use of what is mounted at these paths. */
  recordVolumes(recorder: ResourceRecorder<"task">, mounts: readonly string[], signal: AbortSignal): Promise<void>;
}

/** Longer than this no local disk takes; an NFS server that is gone takes for ever. */
const patienceMs = 1000;

/** Mounts that ECS Exec adds to every container: single files and its log. */
const isEcsExec = (mount: string): boolean =>
  mount.startsWith("/ecs-execute-command-") ||
  mount.startsWith("/managed-agents/") ||
  mount.startsWith("/var/log/amazon/ssm");

export const openOwnNamespace = (files: Files, clock: Clock): OwnNamespace => {
  /** The question that was not answered in time. Until it is, no other is asked: each holds one of a few threads. */
  let waiting: Promise<unknown> | undefined;

  const sizeOf = async (mount: string, signal: AbortSignal): Promise<FileSystemSize | undefined> => {
    if (waiting !== undefined || signal.aborted) return undefined;
    const done = new AbortController();
    const question = files.fileSystem(mount);
    const answer = await Promise.race([question, clock.sleep(patienceMs, AbortSignal.any([done.signal, signal]))]);
    done.abort();
    if (answer === undefined) {
      waiting = question.finally(() => {
        waiting = undefined;
      });
      return undefined;
    }
    // Pseudo file systems such as a mounted /sys have no size.
    return "sizeBytes" in answer && answer.sizeBytes > 0 ? answer : undefined;
  };

  return {
    recordConnections: async (recorder) => {
      const [tcp, tcp6] = await Promise.all([files.readText("/proc/net/tcp"), files.readText("/proc/net/tcp6")]);
      if (!tcp.ok) return;
      for (const [state, count] of countTcpStates(tcp.text, tcp6.ok ? tcp6.text : "")) {
        recorder.record("task.network.connections", count, { state });
      }
    },
    recordVolumes: async (recorder, mounts, signal) => {
      for (const mount of new Set(mounts.filter((path) => !isEcsExec(path)))) {
        const size = await sizeOf(mount, signal);
        recorder.record("task.volume.used", size?.usedBytes, { mount });
        recorder.record("task.volume.size", size?.sizeBytes, { mount });
      }
    },
  };
};
