import { type Shape, type ShapeName, shapes } from "../../src/simulate/shapes/shape.ts";
import type { LoadedContainer, LoadedTask } from "./workload.ts";

/** What outputs are compared in, in base units: cores, CPU seconds, bytes, bytes since the start, bytes a second. */
export const quantities = [
  "cpu time",
  "cpu usage",
  "cpu limit",
  "cpu utilization",
  "memory usage",
  "memory without cache",
  "memory working set",
  "memory limit",
  "memory utilization",
  "received",
  "sent",
  "receive rate",
  "send rate",
  "read",
  "written",
  "read rate",
  "write rate",
] as const;
export type Quantity = (typeof quantities)[number];

/** When the source last read a container's figures: a second after its start, or sooner, then at its own intervals. */
const lastReading = ({ refreshMs }: Shape, startedMs: number, atMs: number): number => {
  const firstMs = startedMs + Math.min(1000, refreshMs);
  return firstMs + Math.floor((atMs - firstMs) / refreshMs) * refreshMs;
};

export interface Moment {
  readonly shape: ShapeName;
  /** When the tasks started, and the time of the sample. */
  readonly startedMs: number;
  readonly atMs: number;
}

/**
 * What the scripts make of a container at a time, worked out from its load and nothing else. Formulas: `docs/metrics.md`.
 */
export const ofContainer = (
  { cpu, memoryMib: taskMib }: LoadedTask,
  { load, memoryMib, startsAfterMs }: LoadedContainer,
  quantity: Quantity,
  { shape, startedMs, atMs }: Moment,
): number => {
  const ranMs = atMs - startedMs - startsAfterMs;
  const cores = load.cpuNsPerMs / 1e6;
  const workingSet = load.anonBytes + load.fileBytes - load.inactiveFileBytes;
  const limit = (memoryMib ?? taskMib) * 1024 * 1024;
  const figures: Readonly<Record<Quantity, number>> = {
    "cpu time": (cores * ranMs) / 1000,
    "cpu usage": cores,
    "cpu limit": cpu,
    "cpu utilization": cores / cpu,
    "memory usage": load.anonBytes + load.fileBytes,
    // As CloudWatch counts: the whole page cache comes off on cgroup v1, its inactive part on v2.
    "memory without cache": shapes[shape].cgroup === 1 ? load.anonBytes : workingSet,
    "memory working set": workingSet,
    "memory limit": limit,
    "memory utilization": workingSet / limit,
    received: load.rxBytesPerMs * ranMs,
    sent: load.txBytesPerMs * ranMs,
    "receive rate": load.rxBytesPerMs * 1000,
    "send rate": load.txBytesPerMs * 1000,
    read: load.readBytesPerMs * ranMs,
    written: load.writeBytesPerMs * ranMs,
    "read rate": load.readBytesPerMs * 1000,
    "write rate": load.writeBytesPerMs * 1000,
  };
  return figures[quantity];
};

/** The same of a task: its limits, and the sum of its containers, each at its own last reading. */
export const ofTask = (task: LoadedTask, quantity: Quantity, moment: Moment): number => {
  const { shape: name, startedMs, atMs } = moment;
  const shape = shapes[name];
  const sum = (of: Quantity): number =>
    task.containers.reduce((total, container) => {
      const ownMs = lastReading(shape, startedMs + container.startsAfterMs, atMs);
      // A task's one interface is read whole; everything else is read container by container.
      const isInterface = shape.networkMode === "awsvpc" && (of === "received" || of === "sent");
      return total + ofContainer(task, container, of, { ...moment, atMs: isInterface ? atMs : ownMs });
    }, 0);
  const limitBytes = task.memoryMib * 1024 * 1024;
  if (quantity === "cpu limit") return task.cpu;
  if (quantity === "memory limit") return limitBytes;
  if (quantity === "cpu utilization") return sum("cpu usage") / task.cpu;
  if (quantity === "memory utilization") return sum("memory working set") / limitBytes;
  return sum(quantity);
};
