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

/** Times of a sample's points: gauges have no beginning. */
interface Times {
  readonly gauge: SampleTime;
  readonly counter: SampleTime;
}

const recordCpu = (recorder: ContainerRecorder, { cpu }: ContainerStats, { gauge, counter }: Times): void => {
  recorder.record("container.cpu.time", cpu.totalSeconds, {}, { ...counter, prior: cpu.prior });
  recorder.record("container.cpu.mode_time", cpu.userSeconds, { mode: "user" }, counter);
  recorder.record("container.cpu.mode_time", cpu.kernelSeconds, { mode: "kernel" }, counter);
  recorder.record("container.cpu.online", cpu.onlineCpus, {}, gauge);
};

const recordThrottling = (recorder: ContainerRecorder, { cpu }: ContainerStats, { counter }: Times): void => {
  recorder.record("container.cpu.periods", cpu.throttling?.periods, {}, counter);
  recorder.record("container.cpu.throttled_periods", cpu.throttling?.throttledPeriods, {}, counter);
  recorder.record("container.cpu.throttled_time", cpu.throttling?.throttledSeconds, {}, counter);
};

const recordMemory = (recorder: ContainerRecorder, { memory }: ContainerStats, { gauge, counter }: Times): void => {
  recorder.record("container.memory.usage", memory.usage, {}, gauge);
  recorder.record("container.memory.working_set", memory.workingSet, {}, gauge);
  recorder.record("container.memory.insights", memory.insights, {}, gauge);
  recorder.record("container.memory.cache", memory.cache, {}, gauge);
  recorder.record("container.memory.rss", memory.rss, {}, gauge);
  recorder.record("container.memory.mapped_file", memory.mappedFile, {}, gauge);
  recorder.record("container.memory.active_anon", memory.activeAnon, {}, gauge);
  recorder.record("container.memory.active_file", memory.activeFile, {}, gauge);
  recorder.record("container.memory.inactive_file", memory.inactiveFile, {}, gauge);
  recorder.record("container.memory.swap", memory.swap, {}, gauge);
  recorder.record("container.memory.max_usage", memory.maxUsage, {}, gauge);
  recorder.record("container.memory.failures", memory.failures, {}, counter);
  recorder.record("container.memory.oom_kills", memory.oomKills, {}, counter);
  recorder.record("container.memory.page_faults", memory.minorFaults, { type: "minor" }, counter);
  recorder.record("container.memory.page_faults", memory.majorFaults, { type: "major" }, counter);
  recorder.record("container.memory.pages_in", memory.pagesIn, {}, counter);
  recorder.record("container.memory.pages_out", memory.pagesOut, {}, counter);
};

const recordDisk = (recorder: ContainerRecorder, { disk }: ContainerStats, { counter }: Times): void => {
  recorder.record("container.disk.read", disk.readBytes, {}, counter);
  recorder.record("container.disk.written", disk.writtenBytes, {}, counter);
  recorder.record("container.disk.reads_completed", disk.reads, {}, counter);
  recorder.record("container.disk.writes_completed", disk.writes, {}, counter);
};

const recordPressure = (recorder: ContainerRecorder, { pressure }: ContainerStats, { counter }: Times): void => {
  for (const { resource, kind, stalledSeconds } of pressure) {
    recorder.record("container.pressure.stalled", stalledSeconds, { resource, kind }, counter);
  }
};

const recordNetworks = (recorder: ContainerRecorder, { networks }: ContainerStats, { counter }: Times): void => {
  for (const counters of networks) {
    for (const [name, field] of networkCounters) {
      recorder.record(`container.${name}`, counters[field], { interface: counters.interface }, counter);
    }
  }
};

/**
 * Records what a sample says of its container, all of it stamped with the sample's own time. Limits are not recorded:
 * they need more than the sample.
 */
export const recordContainerStats = (recorder: ContainerRecorder, stats: ContainerStats, facts: RecordFacts): void => {
  const gauge: SampleTime = { atMs: stats.readMs };
  const times = { gauge, counter: { ...gauge, sinceMs: facts.sinceMs } };
  recordCpu(recorder, stats, times);
  if (facts.ownCpuCap) recordThrottling(recorder, stats, times);
  recordMemory(recorder, stats, times);
  recordDisk(recorder, stats, times);
  recordPressure(recorder, stats, times);
  recorder.record("container.pids", stats.pids.current, {}, gauge);
  recorder.record("container.pids_limit", stats.pids.limit, {}, gauge);
  if (facts.ownNetwork) recordNetworks(recorder, stats, times);
};
