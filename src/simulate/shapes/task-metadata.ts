import type { TaskMoment } from "../moment.ts";
import { clusterText, containerV3, containerV4 } from "./container-metadata.ts";
import type { Json, JsonObject } from "./json-text.ts";
import { hasEcsAgent } from "./shape.ts";
import { sourceTime } from "./time-text.ts";

const knownStatus = ({ containers }: TaskMoment): string => {
  if (containers.some(({ phase }) => phase === "running")) return "RUNNING";
  return containers.some(({ phase }) => phase === "stopped") ? "STOPPED" : "MANIFEST_PULLED";
};

/** Only what the task definition sets; Fargate wants both. */
const limits = ({ shape, plan }: TaskMoment): Json => {
  const fargate = shape.launchType === "FARGATE";
  const cpu = plan.cpu ?? (fargate ? 0.5 : undefined);
  const memoryMib = plan.memoryMib ?? (fargate ? 1024 : undefined);
  return cpu === undefined && memoryMib === undefined ? undefined : { CPU: cpu, Memory: memoryMib };
};

/** The part that v2, v3 and v4 share. */
const common = (task: TaskMoment): JsonObject => {
  const { ids, plan, shape, startedAtMs, stoppingSinceMs, clockSteps } = task;
  return {
    Cluster: clusterText(task),
    TaskARN: ids.arn,
    Family: plan.family,
    Revision: plan.revision ?? "1",
    DesiredStatus: stoppingSinceMs === undefined ? "RUNNING" : "STOPPED",
    KnownStatus: knownStatus(task),
    Limits: limits(task),
    PullStartedAt: sourceTime(startedAtMs - 9_125.25, clockSteps),
    PullStoppedAt: sourceTime(startedAtMs - 2_500.5, clockSteps),
    ExecutionStoppedAt: stoppingSinceMs === undefined ? undefined : sourceTime(stoppingSinceMs, clockSteps),
    AvailabilityZone: shape.launchType === "EXTERNAL" ? undefined : ids.availabilityZone,
  };
};

/** `/task` of v3, and v2's metadata. Containers that are only pulled are not listed. */
export const taskV3 = (task: TaskMoment, version: "v2" | "v3" = "v3"): JsonObject => {
  const listed = task.containers.filter(({ phase }) => phase !== "pulled");
  const { AvailabilityZone, ...before } = common(task);
  return {
    ...before,
    Containers: listed.length === 0 ? undefined : listed.map((container) => containerV3(task, container, version)),
    AvailabilityZone,
  };
};

/** Fargate on Linux tells how good its clock is, and how full the task's disk. */
const fargateLinux = ({ shape, nowMs, clockSteps }: TaskMoment): JsonObject =>
  shape.launchType === "FARGATE" && shape.os === "linux"
    ? {
        ClockDrift: {
          ClockErrorBound: 0.4375,
          ReferenceTimestamp: sourceTime(Math.floor(nowMs / 60_000) * 60_000, clockSteps),
          ClockSynchronizationStatus: "SYNCHRONIZED",
        },
        EphemeralStorageMetrics: { Utilized: 1_322, Reserved: 20_496 },
      }
    : {};

/** What a managed daemon's `/tasks` calls the task's owner. */
const group = ({ plan, isDaemon }: TaskMoment): string => {
  if (isDaemon) return `daemon:${plan.family}`;
  return plan.service === undefined ? `family:${plan.family}` : `service:${plan.service}`;
};

/** `/task` of v4. */
export const taskV4 = (task: TaskMoment): JsonObject => {
  const { shape, plan, containers } = task;
  return {
    ...common(task),
    LaunchType: shape.launchType,
    Containers: containers.length === 0 ? undefined : containers.map((container) => containerV4(task, container)),
    VPCID: shape.launchType === "EC2" || shape.launchType === "MANAGED_INSTANCES" ? task.ids.vpcId : undefined,
    ServiceName: plan.service,
    ...fargateLinux(task),
    // Since agent 1.88.0, always.
    FaultInjectionEnabled: hasEcsAgent(shape) ? false : undefined,
  };
};

/** An element of `/tasks`, which a managed daemon may ask for. */
export const taskOfInstance = (task: TaskMoment): JsonObject => ({ ...taskV4(task), Group: group(task) });

/** One call of two to the ECS API was refused; the reply is still 200. */
const tagError = (field: string, arn: string): Json => ({
  ErrorField: field,
  ErrorCode: "AccessDeniedException",
  ErrorMessage: "The instance role may not call ecs:ListTagsForResource on this resource",
  StatusCode: 400,
  RequestId: "00000000-0000-4000-a000-000000000000",
  ResourceARN: arn,
});

/** `/taskWithTags`: the tags are ECS's, asked for by the agent. */
export const taskWithTags = (task: TaskMoment, refused: boolean, version: "v2" | "v3" | "v4"): Json => {
  const document = version === "v4" ? taskV4(task) : taskV3(task, version);
  const instanceTags = hasEcsAgent(task.shape) ? { Name: "simulated-instance" } : undefined;
  if (!refused) return { ...document, TaskTags: task.plan.tags, ContainerInstanceTags: instanceTags };
  return version === "v4" ? { ...document, Errors: [tagError("TaskTags", task.ids.arn)] } : document;
};
