import type { InterfaceCounters } from "../../formats/docker-stats/network.ts";
import { networkCounters } from "../../formats/docker-stats/record.ts";
import type { CpuMode, MachineCpu } from "../../formats/proc/cpu.ts";
import type { DiskCounters } from "../../formats/proc/disk.ts";
import type { LoadAverage } from "../../formats/proc/load.ts";
import type { MachineMemory } from "../../formats/proc/memory.ts";
import type { ResourceRecorder } from "../../ports/recorder.ts";

type HostRecorder = ResourceRecorder<"host">;

/** Counters of a machine begin with it. */
interface Since {
  readonly sinceMs: number | undefined;
}

const working: readonly CpuMode[] = ["user", "nice", "system", "irq", "softirq"];

export const recordCpu = (recorder: HostRecorder, { modes, cpus }: MachineCpu, since: Since): void => {
  const busy = working.map((mode) => modes.get(mode));
  const whole = busy.every((seconds) => seconds !== undefined);
  recorder.record(
    "host.cpu.time",
    whole ? busy.reduce((sum, seconds) => sum + (seconds ?? 0), 0) : undefined,
    {},
    since,
  );
  for (const [mode, seconds] of modes) recorder.record("host.cpu.mode_time", seconds, { mode }, since);
  recorder.record("host.cpu.online", cpus);
};

export const recordMemory = (recorder: HostRecorder, memory: MachineMemory): void => {
  const { total, available } = memory;
  recorder.record("host.memory.total", total);
  recorder.record("host.memory.free", memory.free);
  recorder.record("host.memory.available", available);
  recorder.record("host.memory.buffers", memory.buffers);
  recorder.record("host.memory.cached", memory.cached);
  const used = total === undefined || available === undefined ? undefined : total - available;
  recorder.record("host.memory.used", used);
  recorder.record("host.memory.swap_total", memory.swapTotal);
  recorder.record("host.memory.swap_free", memory.swapFree);
};

export const recordLoad = (recorder: HostRecorder, load: LoadAverage | undefined): void => {
  recorder.record("host.load", load?.one, { over: "1m" });
  recorder.record("host.load", load?.five, { over: "5m" });
  recorder.record("host.load", load?.fifteen, { over: "15m" });
};

export const recordDisks = (recorder: HostRecorder, disks: readonly DiskCounters[], since: Since): void => {
  for (const { device, readBytes, writtenBytes, reads, writes, busySeconds } of disks) {
    recorder.record("host.disk.read", readBytes, { device }, since);
    recorder.record("host.disk.written", writtenBytes, { device }, since);
    recorder.record("host.disk.reads_completed", reads, { device }, since);
    recorder.record("host.disk.writes_completed", writes, { device }, since);
    recorder.record("host.disk.busy_time", busySeconds, { device }, since);
  }
};

/** Ends of containers' cables, bridges and tunnels: what goes through them is not the machine's, or goes through another. */
const virtual =
  /^(?:veth|docker|br-|cni|virbr|ifb|dummy|tunl|sit|ip6tnl|gre|ip_vti|ip6_vti|teql|ecs-bridge|fargate-bridge)/;

export const recordNetwork = (recorder: HostRecorder, interfaces: readonly InterfaceCounters[], since: Since): void => {
  for (const counters of interfaces) {
    if (virtual.test(counters.interface)) continue;
    for (const [name, field] of networkCounters) {
      recorder.record(`host.${name}`, counters[field], { interface: counters.interface }, since);
    }
  }
};
