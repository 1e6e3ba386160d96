import { mackerelHealth } from "../../catalogue/names/mackerel-container.ts";
import type { LaunchType, TaskIdentity } from "../../model/identity.ts";
import { nameSegment } from "./name-segment.ts";
import type { ContainerView, TaskView } from "./task-view.ts";

/** All it takes to find a task's host in Mackerel again, or to create it: it travels with the task's figures. */
export interface TaskHostSeed {
  readonly kind: "task";
  /** Custom identifier: one host for one of them in the organization. */
  readonly identifier: string;
  readonly name: string;
  readonly provider: string;
  /** What Mackerel shows of the task beside the host, under the container agent's keys. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Names of its checks. Mackerel forgets those that an update leaves out. */
  readonly checks: readonly string[];
}

/** The host of the EC2 instance, which another agent created; which one that is, `hosts` finds out. */
export interface InstanceHostSeed {
  readonly kind: "instance";
  readonly identifier: "instance";
}

export type HostSeed = TaskHostSeed | InstanceHostSeed;

export const instanceSeed: InstanceHostSeed = { kind: "instance", identifier: "instance" };

/** Every host that taskvitals created begins with it. */
export const identifierPrefix = "taskvitals:";

/** The task's ARN: the same whoever watches the task, and after every restart. */
export const taskIdentifier = ({ arn }: TaskIdentity): string => `${identifierPrefix}${arn}`;

const providers: Readonly<Record<LaunchType, string>> = {
  EC2: "ecs",
  FARGATE: "fargate",
  EXTERNAL: "ecs-anywhere",
  MANAGED_INSTANCES: "ecs-managed",
};

export const checkName = ({ container }: ContainerView): string =>
  `${mackerelHealth.name}_${nameSegment(container.name)}`;

const checksOf = (view: TaskView): readonly string[] =>
  view.containers.filter(({ points }) => points.has(mackerelHealth.metric)).map(checkName);

export const taskSeed = (view: TaskView, checks: boolean): TaskHostSeed => {
  const { task } = view;
  return {
    kind: "task",
    identifier: taskIdentifier(task),
    name: task.id,
    provider: providers[task.launchType ?? "EC2"] ?? "ecs",
    metadata: {
      cluster: task.cluster,
      task: task.id,
      task_arn: task.arn,
      task_family: task.family,
      task_version: task.revision,
    },
    checks: checks ? checksOf(view) : [],
  };
};
