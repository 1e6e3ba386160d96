import { containerIds, taskIds } from "./identity.ts";
import { withInternalContainers } from "./internal-containers.ts";
import { type Life, lifeAt, type PastEvent } from "./life.ts";
import type { ContainerMoment, HostUsage, Sample, TaskMoment } from "./moment.ts";
import type { ContainerPlan, TaskPlan } from "./plan.ts";
import { scriptedNetwork } from "./scripted-network.ts";
import { loadOf, scriptedUsage } from "./scripted-usage.ts";
import type { Shape } from "./shapes/shape.ts";

const hostCpus = 2;
const hostMemoryBytes = 4_005_027_840;
/** The machine was up that long before the task came. */
const upBeforeMs = 900_000;

/** A scripted task: all there is to know to render it at any time. */
export interface ScriptedTask {
  readonly shape: Shape;
  readonly plan: TaskPlan;
  readonly startedAtMs: number;
  readonly seed?: string;
  /** Place in the list: decides its ids. */
  readonly index?: number;
  readonly isDaemon?: boolean;
  /** What happened to it, in any order. */
  readonly events?: readonly PastEvent[];
}

/** First reading a second after a start, or sooner where the source is quicker; then one every `refreshMs`. */
const lastReading = ({ refreshMs }: Shape, startedAtMs: number, nowMs: number): number | undefined => {
  const firstMs = startedAtMs + Math.min(1_000, refreshMs);
  return nowMs < firstMs ? undefined : firstMs + Math.floor((nowMs - firstMs) / refreshMs) * refreshMs;
};

/** The reading before: in this run, or the last of the run that this one's counters continue. */
const readingBefore = (shape: Shape, { startedAtMs, continues }: Life, readMs: number): number | undefined => {
  const beforeMs = readMs - shape.refreshMs;
  if (startedAtMs !== undefined && lastReading(shape, startedAtMs, beforeMs) !== undefined) return beforeMs;
  return continues === undefined ? undefined : lastReading(shape, continues.startedAtMs, continues.endedAtMs);
};

/** Answers questions about the containers of one scripted task at any time. */
const timeline = ({ shape, startedAtMs, events = [] }: ScriptedTask, plan: TaskPlan) => {
  const own = new Map(
    plan.containers.map(({ name }) => [name, events.filter((e) => e.container === undefined || e.container === name)]),
  );
  const life = (container: ContainerPlan, ms: number): Life =>
    lifeAt(shape, container, startedAtMs, own.get(container.name) ?? [], ms);
  const network = scriptedNetwork({ shape, containers: plan.containers, startedAtMs, life });
  const host = (ms: number): HostUsage => ({
    cpus: hostCpus,
    memoryBytes: hostMemoryBytes,
    systemCpuNs: Math.floor(((ms - startedAtMs + upBeforeMs) * hostCpus) / 10) * 10_000_000,
  });
  const sample = (container: ContainerPlan, readMs: number, beforeMs?: number): Sample => {
    const { countedMs, startedAtMs: runMs = readMs } = life(container, readMs);
    return {
      readMs,
      usage: scriptedUsage(loadOf(container), countedMs, readMs - runMs),
      host: host(readMs),
      ...network(container, readMs, beforeMs),
    };
  };
  const samples = (
    container: ContainerPlan,
    now: Life,
    nowMs: number,
  ): Pick<ContainerMoment, "sample" | "previous"> => {
    if (now.phase !== "running" || now.startedAtMs === undefined) return {};
    const readMs = lastReading(shape, now.startedAtMs, nowMs);
    if (readMs === undefined) return {};
    const beforeMs = readingBefore(shape, now, readMs);
    if (beforeMs === undefined) return { sample: sample(container, readMs) };
    return { sample: sample(container, readMs, beforeMs), previous: sample(container, beforeMs) };
  };
  return { life, samples };
};

/** When the first essential container stopped. */
export const stoppingSince = (containers: readonly ContainerMoment[]): Pick<TaskMoment, "stoppingSinceMs"> => {
  const ends = containers.flatMap(({ plan: { essential = true }, finishedAtMs }) =>
    essential && finishedAtMs !== undefined ? [finishedAtMs] : [],
  );
  return ends.length === 0 ? {} : { stoppingSinceMs: Math.min(...ends) };
};

/** The task as its endpoint sees it at `nowMs`. Pure: equal arguments, equal moment. */
export const scriptedMoment = (task: ScriptedTask, nowMs: number): TaskMoment => {
  const { shape, startedAtMs, seed = "taskvitals", index = 0, isDaemon = false, events = [] } = task;
  const plan = withInternalContainers(task.plan, shape);
  const { life, samples } = timeline(task, plan);
  const ids = taskIds(seed, index);
  const containers = plan.containers.map((container, place): ContainerMoment => {
    const now = life(container, nowMs);
    const { phase, startedAtMs: runMs, finishedAtMs, exitCode, restartCount } = now;
    return {
      plan: container,
      ids: containerIds(shape, ids, plan, container, place),
      phase,
      ...(runMs === undefined ? {} : { startedAtMs: runMs }),
      ...(finishedAtMs === undefined ? {} : { finishedAtMs }),
      ...(exitCode === undefined ? {} : { exitCode }),
      restartCount,
      hostPorts: Object.fromEntries(
        (container.ports ?? []).map((port, i) => [port, 32_768 + index * 64 + place * 8 + i]),
      ),
      ...samples(container, now, nowMs),
    };
  });
  return {
    shape,
    plan,
    ids,
    isDaemon,
    nowMs,
    startedAtMs,
    ...stoppingSince(containers),
    containers,
    clockSteps: events.flatMap((event) =>
      event.kind === "clock-step" && event.atMs <= nowMs ? [{ atMs: event.atMs, byMs: event.byMs }] : [],
    ),
  };
};
