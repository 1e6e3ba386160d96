import type { ContainerIds, TaskIds } from "./identity.ts";
import type { ContainerPlan, TaskPlan } from "./plan.ts";
import type { Shape } from "./shapes/shape.ts";

/** Counters of a network interface, or of one process's sockets. */
export interface Traffic {
  readonly rxBytes: number;
  readonly rxPackets: number;
  readonly txBytes: number;
  readonly txPackets: number;
}

/** Bytes now; faults since the start. Used memory is anonymous memory and page cache together. */
export interface MemoryUsage {
  readonly anonBytes: number;
  readonly fileBytes: number;
  readonly inactiveFileBytes: number;
  readonly peakBytes: number;
  readonly pageFaults: number;
  readonly majorPageFaults: number;
}

/** Counters. Operations are absent where only bytes are known. */
export interface DiskUsage {
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly operations?: { readonly reads: number; readonly writes: number };
}

/** What one container has used, without a word of how an endpoint writes it. Absent parts cannot be told. */
export interface Usage {
  /** User and kernel time together. */
  readonly cpuNs: number;
  readonly cpuKernelNs: number;
  readonly memory: MemoryUsage;
  readonly disk?: DiskUsage;
  /** Of its own processes, whoever owns the interface. */
  readonly traffic?: Traffic;
  readonly processes?: number;
}

/** The machine, or the microVM, that the container runs on. */
export interface HostUsage {
  readonly cpus?: number;
  readonly memoryBytes?: number;
  /** Time of all CPUs since the boot. */
  readonly systemCpuNs?: number;
}

/** What the source knew of a container at one reading. */
export interface Sample {
  readonly readMs: number;
  readonly usage: Usage;
  readonly host: HostUsage;
  /** The interface in the container's network namespace: its own in bridge mode, the task's in awsvpc. */
  readonly network?: Traffic;
  /** Bytes a second between this reading of the interface and the one before. */
  readonly networkRate?: { readonly rxBytes: number; readonly txBytes: number };
}

export interface ContainerMoment {
  readonly plan: ContainerPlan;
  readonly ids: ContainerIds;
  /** pulled: the image is there, the container not yet. */
  readonly phase: "pulled" | "running" | "stopped";
  readonly startedAtMs?: number;
  readonly finishedAtMs?: number;
  readonly exitCode?: number;
  readonly restartCount: number;
  /** Port of the container to port of the host, in bridge mode. */
  readonly hostPorts: Readonly<Record<number, number>>;
  /** Newest reading; absent before the first, and when the container does not run. */
  readonly sample?: Sample;
  /** The reading before it. */
  readonly previous?: Sample;
}

/** A task as its endpoint sees it at one time: all that the shapes need, in plain data. */
export interface TaskMoment {
  readonly shape: Shape;
  readonly plan: TaskPlan;
  readonly ids: TaskIds;
  /** Its own task is a managed daemon. */
  readonly isDaemon: boolean;
  readonly nowMs: number;
  readonly startedAtMs: number;
  /** When the first essential container stopped: the task is on its way out. */
  readonly stoppingSinceMs?: number;
  /** In the endpoint's order. */
  readonly containers: readonly ContainerMoment[];
  /** Steps of the source's clock: from `atMs` on it is `byMs` off. */
  readonly clockSteps: readonly { readonly atMs: number; readonly byMs: number }[];
}
