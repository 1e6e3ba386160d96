import { region } from "./identity.ts";
import type { TaskMoment } from "./moment.ts";
import type { TaskSource } from "./source.ts";

export interface ContainerAddress {
  readonly name: string;
  /** As in the documents, once the container is more than pulled. */
  readonly dockerId: string;
  /** For ECS_CONTAINER_METADATA_URI_V4. */
  readonly v4: string;
  /** For ECS_CONTAINER_METADATA_URI. */
  readonly v3: string;
}

export interface TaskAddress {
  readonly arn: string;
  readonly family: string;
  readonly isDaemon: boolean;
  /** Those of the task definition first started; internal ones too. */
  readonly containers: readonly ContainerAddress[];
}

const addressOf = ({ ids, plan, isDaemon, containers }: TaskMoment, origin: string): TaskAddress => ({
  arn: ids.arn,
  family: plan.family,
  isDaemon,
  containers: containers.map((container) => ({
    name: container.plan.name,
    dockerId: container.ids.dockerId,
    v4: `${origin}/v4/${container.ids.endpointId}`,
    v3: `${origin}/v3/${container.ids.endpointId}`,
  })),
});

/** The addresses of all containers. */
export const addressesOf = (source: TaskSource, origin: string, nowMs: number): TaskAddress[] =>
  Array.from({ length: source.count }, (_, index) => addressOf(source.moment(index, nowMs), origin));

/** What AWS calls the launch type in AWS_EXECUTION_ENV; nothing on ECS Anywhere. */
const executionEnv: Readonly<Record<TaskMoment["shape"]["launchType"], string | undefined>> = {
  EC2: "AWS_ECS_EC2",
  FARGATE: "AWS_ECS_FARGATE",
  MANAGED_INSTANCES: "AWS_ECS_MANAGED_INSTANCES",
  EXTERNAL: undefined,
};

/** What ECS puts into the environment of a container. */
export const environmentOf = (
  { shape }: TaskMoment,
  { v4, v3 }: ContainerAddress,
): Readonly<Record<string, string>> => {
  const execution = executionEnv[shape.launchType];
  return {
    ECS_CONTAINER_METADATA_URI_V4: v4,
    ECS_CONTAINER_METADATA_URI: v3,
    ...(execution === undefined ? {} : { AWS_EXECUTION_ENV: execution }),
    AWS_REGION: region,
  };
};
