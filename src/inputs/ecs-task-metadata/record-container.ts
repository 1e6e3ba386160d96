import { recordContainerStats } from "../../formats/docker-stats/record.ts";
import type { ContainerStats } from "../../formats/docker-stats/stats.ts";
import type { ContainerDocument, Port } from "../../formats/task-metadata/container-document.ts";
import type { ResourceRecorder } from "../../ports/recorder.ts";
import { hasOwnNetwork, type NetworkOwner } from "./network-owner.ts";

type ContainerRecorder = ResourceRecorder<"container">;

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

const recordStatus = (recorder: ContainerRecorder, container: ContainerDocument, atMs: number): void => {
  const { knownStatus, desiredStatus, health } = container;
  if (knownStatus !== undefined) {
    recorder.record("container.status", 1, { type: "known", status: knownStatus }, { atMs });
  }
  if (desiredStatus !== undefined) {
    recorder.record("container.status", 1, { type: "desired", status: desiredStatus }, { atMs });
  }
  // A container that has stopped is neither well nor ill: the endpoint goes on to tell its last result.
  if (health === undefined || knownStatus === "STOPPED") return;
  recorder.record("container.health.status", 1, { status: health.status }, { atMs });
  recorder.record("container.health.since_timestamp", seconds(health.sinceMs), {}, { atMs });
};

const recordLifecycle = (recorder: ContainerRecorder, container: ContainerDocument, atMs: number): void => {
  const time = { atMs };
  // A container that a restart policy started again may keep the code of its run before.
  const exitCode = container.knownStatus === "RUNNING" ? undefined : container.exitCode;
  recorder.record("container.exit_code", exitCode, {}, time);
  recorder.record("container.restarts", container.restarts, {}, { atMs, sinceMs: container.createdMs });
  recorder.record("container.created_timestamp", seconds(container.createdMs), {}, time);
  recorder.record("container.started_timestamp", seconds(container.startedMs), {}, time);
  recorder.record("container.finished_timestamp", seconds(container.finishedMs), {}, time);
};

const portAttributes = ({ container, host, hostIp, protocol }: Port) => ({
  container_port: String(container),
  ...(host === undefined ? {} : { host_port: String(host) }),
  ...(hostIp === undefined ? {} : { host_ip: hostIp }),
  protocol,
});

/** v3 lists a port once for each address family without saying which. */
const recordPorts = (recorder: ContainerRecorder, { ports }: ContainerDocument, atMs: number): void => {
  const seen = new Set<string>();
  for (const port of ports) {
    const attributes = portAttributes(port);
    const key = JSON.stringify(attributes);
    if (seen.has(key)) continue;
    seen.add(key);
    recorder.record("container.ports", 1, attributes, { atMs });
  }
};

/** Up to this many CPU units mean that none are reserved: the agent tells 2 for 0 and 1. */
const noReservation = 2;

/**
 * The first real limit of container, task and cgroup. memory_stats.limit is no candidate: without a limit Docker puts
 * the machine's memory there, and the endpoint does not tell which of the two it is.
 */
const memoryLimit = (
  container: ContainerDocument,
  taskLimitBytes: number | undefined,
  stats: ContainerStats | undefined,
): number | undefined => container.memoryLimitBytes ?? taskLimitBytes ?? stats?.memory.hierarchicalLimit;

export interface ContainerFacts {
  /** When the document was fetched. */
  readonly atMs: number;
  readonly networkOwner: NetworkOwner;
  readonly taskMemoryLimitBytes: number | undefined;
}

/** Records all that the endpoint tells of one container. */
export const recordContainer = (
  recorder: ContainerRecorder,
  container: ContainerDocument,
  stats: ContainerStats | undefined,
  { atMs, networkOwner, taskMemoryLimitBytes }: ContainerFacts,
): void => {
  recordStatus(recorder, container, atMs);
  recordLifecycle(recorder, container, atMs);
  recordPorts(recorder, container, atMs);
  const { cpuUnits } = container;
  const reserved = cpuUnits !== undefined && cpuUnits > noReservation ? cpuUnits / 1024 : undefined;
  recorder.record("container.cpu.reservation", reserved, {}, { atMs });
  recorder.record("container.memory.limit", memoryLimit(container, taskMemoryLimitBytes, stats), {}, { atMs });
  if (stats === undefined) return;
  recorder.record("container.memory.limit_with_swap", stats.memory.hierarchicalSwapLimit, {}, { atMs });
  recordContainerStats(recorder, stats, {
    sinceMs: container.startedMs ?? container.createdMs,
    ownNetwork: hasOwnNetwork(networkOwner, container.identity.type),
    ownCpuCap: false,
  });
};
