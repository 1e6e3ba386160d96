import { region } from "../identity.ts";
import type { ContainerMoment, TaskMoment } from "../moment.ts";
import type { Json } from "./json-text.ts";
import { networks, ports } from "./networks.ts";
import { hasEcsAgent } from "./shape.ts";
import { sourceTime } from "./time-text.ts";

const isPause = ({ plan }: ContainerMoment): boolean => plan.type === "CNI_PAUSE" || plan.type === "NAMESPACE_PAUSE";

const knownStatus = (container: ContainerMoment): string => {
  if (container.phase === "stopped") return "STOPPED";
  if (container.phase === "pulled") return "PULLED";
  return isPause(container) ? "RESOURCES_PROVISIONED" : "RUNNING";
};

const desiredStatus = (task: TaskMoment, container: ContainerMoment): string => {
  if (task.stoppingSinceMs !== undefined) return "STOPPED";
  return isPause(container) ? "RESOURCES_PROVISIONED" : "RUNNING";
};

/** What the agent calls the cluster: the name it was started with, where others give the ARN. */
export const clusterText = ({ shape, ids }: TaskMoment): string =>
  hasEcsAgent(shape) ? ids.clusterName : ids.clusterArn;

const labels = (task: TaskMoment, { plan }: ContainerMoment): Json => ({
  ...plan.labels,
  "com.amazonaws.ecs.cluster": clusterText(task),
  "com.amazonaws.ecs.container-name": plan.name,
  "com.amazonaws.ecs.task-arn": task.ids.arn,
  "com.amazonaws.ecs.task-definition-family": task.plan.family,
  "com.amazonaws.ecs.task-definition-version": task.plan.revision ?? "1",
});

/** CPU units are 2 where none were asked for. The ECS agent writes no memory limit as 0, the others leave it out. */
const limits = ({ shape }: TaskMoment, { plan }: ContainerMoment): Json => ({
  CPU: Math.max(2, plan.cpuUnits ?? 2),
  Memory: plan.memoryMib ?? (hasEcsAgent(shape) ? 0 : undefined),
});

const health = (task: TaskMoment, { plan, startedAtMs }: ContainerMoment): Json => {
  if (plan.health === undefined || startedAtMs === undefined) return undefined;
  return {
    status: plan.health === "UNKNOWN" ? undefined : plan.health,
    statusSince: sourceTime(startedAtMs + 10_000, task.clockSteps),
    exitCode: plan.health === "UNHEALTHY" ? 1 : undefined,
    output: plan.health === "UNHEALTHY" ? "connection refused\n" : undefined,
  };
};

const volumes = ({ shape }: TaskMoment, { plan }: ContainerMoment): Json =>
  plan.volumes?.map(({ name, source, destination }) => ({
    DockerName: name,
    Source: hasEcsAgent(shape) ? source : undefined,
    Destination: destination,
  }));

const logOptions = (task: TaskMoment, { plan }: ContainerMoment): Json =>
  plan.logOptions ??
  (plan.logDriver === "awslogs"
    ? {
        "awslogs-group": `/ecs/${task.plan.family}`,
        "awslogs-region": region,
        "awslogs-stream": `ecs/${plan.name}/${task.ids.id}`,
      }
    : undefined);

/** The part that v2, v3 and v4 share; keys in the agent's order. */
const common = (task: TaskMoment, container: ContainerMoment, version: "v2" | "v3" | "v4"): Record<string, Json> => {
  const { plan, ids, startedAtMs, finishedAtMs, phase } = container;
  const at = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : sourceTime(ms, task.clockSteps);
  // Docker creates, then starts; elsewhere both times are the same one.
  const createdAtMs = startedAtMs === undefined || !hasEcsAgent(task.shape) ? startedAtMs : startedAtMs - 1_250;
  return {
    DockerId: phase === "pulled" ? "" : ids.dockerId,
    Name: plan.name,
    DockerName: phase === "pulled" ? "" : ids.dockerName,
    Image: plan.image ?? `${plan.name}:latest`,
    ImageID: ids.imageId,
    Ports: ports(task, container, version === "v4"),
    Labels: phase === "pulled" ? undefined : labels(task, container),
    DesiredStatus: desiredStatus(task, container),
    KnownStatus: knownStatus(container),
    ExitCode: container.exitCode,
    Limits: limits(task, container),
    CreatedAt: at(createdAtMs),
    StartedAt: at(startedAtMs),
    FinishedAt: at(finishedAtMs),
    Type: plan.type ?? "NORMAL",
    Health: health(task, container),
    Volumes: volumes(task, container),
    Networks: networks(task, container, version === "v4"),
  };
};

/** A container as v2 and v3 show it: without what came later. */
export const containerV3 = (task: TaskMoment, container: ContainerMoment, version: "v2" | "v3" = "v3"): Json =>
  common(task, container, version);

/** A container as v4 shows it. */
export const containerV4 = (task: TaskMoment, container: ContainerMoment): Json => {
  const { Networks, ...before } = common(task, container, "v4");
  const { plan, ids, phase, restartCount } = container;
  return {
    ...before,
    LogDriver: plan.logDriver,
    LogOptions: logOptions(task, container),
    ContainerARN: phase === "pulled" ? undefined : ids.arn,
    Networks,
    Snapshotter: task.shape.launchType === "FARGATE" && task.shape.os === "linux" ? "overlayfs" : undefined,
    RestartCount: plan.restartPolicy === true ? restartCount : undefined,
  };
};
