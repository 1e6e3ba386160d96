import type { ContainerResource, Resource, TaskResource } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { Io } from "./io-rates.ts";

/** One line of the table in numbers. What is absent is not known. */
export interface Row {
  readonly kind: "task" | "container" | "heading";
  readonly name: string;
  readonly state?: string | undefined;
  readonly health?: string | undefined;
  readonly cpuVcpus?: number | undefined;
  /** Of what it may use at most. */
  readonly cpuRatio?: number | undefined;
  readonly memoryBytes?: number | undefined;
  readonly memoryLimitBytes?: number | undefined;
  readonly memoryRatio?: number | undefined;
  readonly io?: Io | undefined;
  readonly processes?: number | undefined;
  readonly restarts?: number | undefined;
  readonly ageMs?: number | undefined;
}

/** The numbers of one resource by metric. */
interface Values {
  number(metric: string): number | undefined;
  /** The present word of a state metric. */
  word(metric: string): string | undefined;
}

const valuesOf = ({ points }: Entry): Values => ({
  number: (metric) => points.find((point) => point.metric === metric)?.value,
  word: (metric) =>
    points.find(
      ({ metric: id, value, attributes }) => id === metric && value === 1 && (attributes.type ?? "known") === "known",
    )?.attributes.status,
});

const startedMs = (entry: Entry): number | undefined => {
  const seconds = valuesOf(entry).number("container.started_timestamp");
  return seconds === undefined ? undefined : seconds * 1000;
};

/** A stopped container has an exit code, which says more than that it stopped. */
const stateOf = (values: Values): string | undefined => {
  const word = values.word("container.status");
  const exitCode = values.number("container.exit_code");
  return word === undefined || exitCode === undefined ? word : `${word} (${exitCode})`;
};

const isRunning = (entry: Entry): boolean => valuesOf(entry).word("container.status") === "RUNNING";

export const containerRow = (
  { container }: ContainerResource,
  entry: Entry,
  { io, nowMs }: { readonly io: Io | undefined; readonly nowMs: number },
): Row => {
  const values = valuesOf(entry);
  const started = isRunning(entry) ? startedMs(entry) : undefined;
  return {
    kind: "container",
    name: container.name,
    state: stateOf(values),
    health: values.word("container.health.status"),
    cpuVcpus: values.number("container.cpu.usage"),
    cpuRatio: values.number("container.cpu.utilization"),
    memoryBytes: values.number("container.memory.working_set"),
    memoryLimitBytes: values.number("container.memory.limit"),
    memoryRatio: values.number("container.memory.utilization"),
    io,
    processes: values.number("container.pids"),
    restarts: values.number("container.restarts"),
    ageMs: started === undefined ? undefined : nowMs - started,
  };
};

const taskName = ({ task }: TaskResource): string => {
  const revision = task.revision === "" ? "" : `:${task.revision}`;
  const family = task.family === "" ? task.id : `${task.family}${revision}`;
  return task.service === undefined || task.service === task.family ? family : `${family} (${task.service})`;
};

/** A task's age is that of its oldest running container. */
export const taskRow = (
  resource: TaskResource,
  entry: Entry,
  containers: readonly Entry[],
  { io, nowMs }: { readonly io: Io | undefined; readonly nowMs: number },
): Row => {
  const values = valuesOf(entry);
  const starts = containers.filter(isRunning).flatMap((container) => startedMs(container) ?? []);
  return {
    kind: "task",
    name: taskName(resource),
    state: values.word("task.status"),
    cpuVcpus: values.number("task.cpu.usage"),
    cpuRatio: values.number("task.cpu.utilization"),
    memoryBytes: values.number("task.memory.working_set"),
    memoryLimitBytes: values.number("task.memory.limit"),
    memoryRatio: values.number("task.memory.utilization"),
    io,
    ageMs: starts.length === 0 ? undefined : nowMs - Math.min(...starts),
  };
};

/** Helper containers that ECS adds hold the network or volumes; they have nothing to watch. */
export const isHelper = (resource: Resource): boolean =>
  resource.scope === "container" &&
  resource.container.type !== undefined &&
  ["CNI_PAUSE", "NAMESPACE_PAUSE", "EMPTY_HOST_VOLUME"].includes(resource.container.type);
