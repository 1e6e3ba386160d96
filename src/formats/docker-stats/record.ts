import type { ResourceRecorder, SampleTime } from "../../ports/recorder.ts";
import type { InterfaceCounters } from "./network.ts";
import type { ContainerStats } from "./stats.ts";

/** What the sample alone cannot tell. */
export interface RecordFacts {
  /** When the counters began: the container's start, milliseconds since the epoch. */
  readonly sinceMs?: number | undefined;
  /** The network counters are this container's own: bridge mode. In awsvpc they are the task's. */
  readonly ownNetwork: boolean;
  /** The container has a CPU cap of its own; without one the throttling figures are a flat zero, and mean nothing. */
  readonly ownCpuCap: boolean;
}

type ContainerRecorder = ResourceRecorder<"container">;

/** Catalogue names of an interface's counters, less their `task.` or `container.` head, and where they stand. */
export const networkCounters = [
  ["network.receive", "receivedBytes"],
  ["network.receive.packets", "receivedPackets"],
  ["network.receive.errors", "receiveErrors"],
  ["network.receive.packets_dropped", "receiveDropped"],
  ["network.transmit", "transmittedBytes"],
  ["network.transmit.packets", "transmittedPackets"],
  ["network.transmit.errors", "transmitErrors"],
  ["network.transmit.packets_dropped", "transmitDropped"],
] as const satisfies readonly (readonly [string, keyof InterfaceCounters])[];

const recordCpu = (recorder: ContainerRecorder, { cpu }: ContainerStats, time: SampleTime): void => {
  recorder.record("container.cpu.time", cpu.totalSeconds, {}, { ...time, prior: cpu.prior });
  recorder.record("container.cpu.mode_time", cpu.userSeconds, { mode: "user" }, time);
  recorder.record("container.cpu.mode_time", cpu.kernelSeconds, { mode: "kernel" }, time);
  recorder.record("container.cpu.online", cpu.onlineCpus, {}, time);
};

const recordThrottling = (recorder: ContainerRecorder, { cpu }: ContainerStats, time: SampleTime): void => {
  recorder.record("container.cpu.periods", cpu.throttling?.periods, {}, time);
  recorder.record("container.cpu.throttled_periods", cpu.throttling?.throttledPeriods, {}, time);
  recorder.record("container.cpu.throttled_time", cpu.throttling?.throttledSeconds, {}, time);
};

const recordMemory = (recorder: ContainerRecorder, { memory }: ContainerStats, time: SampleTime): void => {
  recorder.record("container.memory.usage", memory.usage, {}, time);
  recorder.record("container.memory.working_set", memory.workingSet, {}, time);
  recorder.record("container.memory.insights", memory.insights, {}, time);
  recorder.record("container.memory.cache", memory.cache, {}, time);
  recorder.record("container.memory.rss", memory.rss, {}, time);
  recorder.record("container.memory.mapped_file", memory.mappedFile, {}, time);
  recorder.record("container.memory.swap", memory.swap, {}, time);
  recorder.record("container.memory.max_usage", memory.maxUsage, {}, time);
  recorder.record("container.memory.failures", memory.failures, {}, time);
  recorder.record("container.memory.page_faults", memory.minorFaults, { type: "minor" }, time);
  recorder.record("container.memory.page_faults", memory.majorFaults, { type: "major" }, time);
};

const recordDisk = (recorder: ContainerRecorder, { disk }: ContainerStats, time: SampleTime): void => {
  recorder.record("container.disk.read", disk.readBytes, {}, time);
  recorder.record("container.disk.written", disk.writtenBytes, {}, time);
  recorder.record("container.disk.reads_completed", disk.reads, {}, time);
  recorder.record("container.disk.writes_completed", disk.writes, {}, time);
};

const recordNetworks = (recorder: ContainerRecorder, { networks }: ContainerStats, time: SampleTime): void => {
  for (const counters of networks) {
    for (const [name, field] of networkCounters) {
      recorder.record(`container.${name}`, counters[field], { interface: counters.interface }, time);
    }
  }
};

/**
 * Records what a sample says of its container, all of it stamped with the sample's own time. Limits are not recorded:
 * they need more than the sample.
 */
export const recordContainerStats = (recorder: ContainerRecorder, stats: ContainerStats, facts: RecordFacts): void => {
  const time: SampleTime = { atMs: stats.readMs, sinceMs: facts.sinceMs };
  recordCpu(recorder, stats, time);
  if (facts.ownCpuCap) recordThrottling(recorder, stats, time);
  recordMemory(recorder, stats, time);
  recordDisk(recorder, stats, time);
  recorder.record("container.pids", stats.pids.current, {}, time);
  recorder.record("container.pids_limit", stats.pids.limit, {}, time);
  if (facts.ownNetwork) recordNetworks(recorder, stats, time);
};
