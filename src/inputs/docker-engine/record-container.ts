import { recordContainerStats } from "../../formats/docker-stats/record.ts";
import type { ContainerStats } from "../../formats/docker-stats/stats.ts";
import type { Recorder, ResourceRecorder } from "../../ports/recorder.ts";
import { hasExited, healthWord, isAlive, statusWord } from "./container-words.ts";
import type { Run, Settings } from "./inspection.ts";
import type { KeptSample } from "./inventory.ts";
import type { ListedContainer } from "./listing.ts";
import type { PresentContainer } from "./present-containers.ts";
import { publishedPorts } from "./published-ports.ts";

/** A container with its sample. Undefined: not known this time. */
export interface SampledContainer extends PresentContainer {
  readonly sample: KeptSample | undefined;
  /** Since when they are counted, milliseconds since the epoch. */
  readonly oomEvents: { readonly count: number; readonly sinceMs: number } | undefined;
}

type ContainerRecorder = ResourceRecorder<"container">;

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

const recordRun = (recorder: ContainerRecorder, run: Run): void => {
  const alive = isAlive(run.state);
  const health = alive ? healthWord(run.health) : undefined;
  if (health !== undefined) recorder.record("container.health.status", 1, { status: health });
  if (hasExited(run.state)) recorder.record("container.exit_code", run.exitCode);
  if (run.oomKilled !== undefined && run.startedAtMs !== undefined) {
    recorder.record("container.oom_killed", run.oomKilled ? 1 : 0);
  }
  recorder.record("container.started_timestamp", seconds(run.startedAtMs));
  recorder.record("container.finished_timestamp", seconds(run.finishedAtMs));
};

const recordPorts = (recorder: ContainerRecorder, { ports }: ListedContainer): void => {
  for (const { containerPort, protocol, hostPort, hostIp } of publishedPorts(ports)) {
    recorder.record("container.ports", 1, {
      container_port: String(containerPort),
      protocol,
      ...(hostPort === undefined ? {} : { host_port: String(hostPort) }),
      ...(hostIp === undefined ? {} : { host_ip: hostIp }),
    });
  }
};

/** Limits beyond the container's own, in bytes; undefined: none, or not told. */
export interface MemoryBounds {
  /** Memory of the machine. */
  readonly hostBytes: number | undefined;
  /** Limit of the container's task. */
  readonly taskBytes: number | undefined;
}

/**
 * The container's own limit, else its task's, else what its cgroup says. Docker writes the machine's memory there when
 * there is none, so that is told from a limit only when the machine's memory is known.
 */
const memoryLimit = (
  settings: Settings | undefined,
  stats: ContainerStats | undefined,
  { hostBytes, taskBytes }: MemoryBounds,
): number | undefined => {
  const told = settings?.memoryLimitBytes ?? taskBytes;
  if (told !== undefined) return told;
  if (hostBytes === undefined) return undefined;
  return [stats?.memory.hierarchicalLimit, stats?.memory.limit].find(
    (bytes) => bytes !== undefined && bytes < hostBytes,
  );
};

/** Records everything known of one container. */
export const recordContainer = (to: Recorder, seen: SampledContainer, bounds: MemoryBounds): void => {
  const { listed, identified, state, run, settings, sample, oomEvents } = seen;
  const { container, task, network } = identified;
  const recorder = to.container(container, task);
  const createdAtMs = settings?.createdAtMs ?? listed.createdAtMs;
  if (state !== "") recorder.record("container.status", 1, { type: "known", status: statusWord(state) });
  if (run !== undefined) recordRun(recorder, run);
  // The restart policy of a task is ECS's own: it starts the container again, and Docker's count stays at 0.
  const counts = task === undefined || settings?.restartsByDocker === true;
  recorder.record("container.restarts", counts ? run?.restarts : undefined, {}, { sinceMs: createdAtMs });
  recorder.record("container.created_timestamp", seconds(createdAtMs));
  recordPorts(recorder, listed);
  recorder.record("container.oom_events", oomEvents?.count, {}, { sinceMs: oomEvents?.sinceMs });
  recorder.record("container.cpu.limit", settings?.cpuLimitVcpus);
  recorder.record("container.cpu.reservation", settings?.cpuReservationVcpus);
  recorder.record("container.gpus", settings?.gpus);
  recorder.record("container.memory.limit", memoryLimit(settings, sample?.stats, bounds));
  recorder.record(
    "container.memory.limit_with_swap",
    settings?.memoryWithSwapLimitBytes ?? sample?.stats.memory.hierarchicalSwapLimit,
  );
  recorder.record("container.memory.reservation", settings?.memoryReservationBytes);
  if (sample === undefined) return;
  const { stats, sinceMs, route } = sample;
  const why = route.why === "" ? {} : { why: route.why };
  recorder.record("container.stats_path", 1, { path: route.path, ...why });
  recordContainerStats(recorder, stats, {
    sinceMs,
    ownNetwork: network === "own",
    ownCpuCap: settings?.cpuLimitVcpus !== undefined,
  });
};
