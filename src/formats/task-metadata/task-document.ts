import type { TaskIdentity } from "../../model/identity.ts";
import { taskIdentity } from "../../model/task-identity.ts";
import { parseTime } from "../../model/time.ts";
import { type Fields, fieldsOf } from "../json-fields.ts";
import { bytesPerMib, type ContainerDocument, parseContainer } from "./container-document.ts";

/** A task of the endpoint. Times in ms since the epoch, memory in bytes; undefined: the document is silent. */
export interface TaskDocument {
  readonly identity: TaskIdentity;
  readonly desiredStatus: string | undefined;
  readonly knownStatus: string | undefined;
  readonly cpuLimitVcpus: number | undefined;
  readonly memoryLimitBytes: number | undefined;
  readonly pullStartedMs: number | undefined;
  readonly pullStoppedMs: number | undefined;
  readonly executionStoppedMs: number | undefined;
  readonly storageUsedBytes: number | undefined;
  readonly storageAllocatedBytes: number | undefined;
  readonly clockErrorBoundMs: number | undefined;
  readonly clockSynchronized: boolean | undefined;
  readonly containers: readonly ContainerDocument[];
  /** Paths of numbers that cannot be and count as absent. */
  readonly impossible: readonly string[];
}

/** What the document itself does not say, but the place does. */
export interface TaskContext {
  readonly launchType: string | undefined;
  /** v2 answers awsvpc tasks only. */
  readonly networkMode: string | undefined;
}

const mibInBytes = (mib: number | undefined): number | undefined => (mib === undefined ? undefined : mib * bytesPerMib);

const synchronized = (status: string | undefined): boolean | undefined =>
  status === "SYNCHRONIZED" ? true : status === "NOT_SYNCHRONIZED" ? false : undefined;

/** An app container of Service Connect shares the network of its pause container, and says `container:id`. */
const networkModeOf = (
  containers: readonly ContainerDocument[],
  launchType: string | undefined,
  context: TaskContext,
): string | undefined => {
  const modes = containers.map(({ networkMode }) => networkMode).filter((mode) => mode !== undefined);
  if (modes.includes("awsvpc")) return "awsvpc";
  const own = modes.find((mode) => !mode.startsWith("container:"));
  return own ?? (launchType === "FARGATE" ? "awsvpc" : context.networkMode);
};

const parse = (task: Fields, impossible: readonly string[], context: TaskContext): TaskDocument | undefined => {
  const containers = (task.list("Containers") ?? []).flatMap((container) => parseContainer(container) ?? []);
  const launchType = task.text("LaunchType") ?? context.launchType;
  const identity = taskIdentity({
    arn: task.text("TaskARN"),
    cluster: task.text("Cluster"),
    family: task.text("Family"),
    revision: task.text("Revision"),
    serviceName: task.text("ServiceName"),
    group: task.text("Group"),
    launchType,
    networkMode: networkModeOf(containers, launchType, context),
    availabilityZone: task.text("AvailabilityZone"),
    vpcId: task.text("VPCID"),
  });
  if (identity === undefined) return undefined;
  const storage = task.object("EphemeralStorageMetrics");
  const drift = task.object("ClockDrift");
  return {
    identity,
    desiredStatus: task.text("DesiredStatus"),
    knownStatus: task.text("KnownStatus"),
    cpuLimitVcpus: task.object("Limits").limit("CPU"),
    memoryLimitBytes: mibInBytes(task.object("Limits").limit("Memory")),
    pullStartedMs: parseTime(task.text("PullStartedAt")),
    pullStoppedMs: parseTime(task.text("PullStoppedAt")),
    executionStoppedMs: parseTime(task.text("ExecutionStoppedAt")),
    storageUsedBytes: mibInBytes(storage.amount("Utilized")),
    storageAllocatedBytes: mibInBytes(storage.limit("Reserved")),
    clockErrorBoundMs: drift.amount("ClockErrorBound"),
    clockSynchronized: synchronized(drift.text("ClockSynchronizationStatus")),
    containers,
    impossible,
  };
};

/** Undefined when this is not a task: it tells neither ARN nor family. Never throws. */
export const parseTask = (raw: unknown, context: TaskContext): TaskDocument | undefined => {
  const impossible: string[] = [];
  return parse(fieldsOf(raw, impossible), impossible, context);
};

/** Elements that are no tasks are left out and counted; undefined when this is no list. */
export const parseTasks = (
  raw: unknown,
  context: TaskContext,
): { readonly tasks: readonly TaskDocument[]; readonly leftOut: number } | undefined => {
  if (!Array.isArray(raw)) return undefined;
  const tasks = raw.flatMap((element: unknown) => parseTask(element, context) ?? []);
  return { tasks, leftOut: raw.length - tasks.length };
};

/** Tags and what went wrong with them in the agent's own calls: HTTP says 200 either way. */
export const parseTags = (
  raw: unknown,
): { readonly tags: Readonly<Record<string, string>> | undefined; readonly error: string | undefined } => {
  const task = fieldsOf(raw);
  const [first] = task.list("Errors") ?? [];
  const error = first && [first.text("ErrorCode"), first.text("ErrorMessage")].filter(Boolean).join(": ");
  return { tags: task.textMap("TaskTags"), error };
};
