import type { ContainerPlan, TaskPlan } from "./plan.ts";
import { hexFrom, numberFrom, uuidFrom } from "./seed.ts";
import { hasEcsAgent, type Shape } from "./shapes/shape.ts";

/** Everything that has this account, region and cluster is imitated. */
const account = "123456789012";
export const region = "us-east-1";
const clusterName = "simulated";

/** Names and addresses of a task, which never change. */
export interface TaskIds {
  /** 32 hex digits. */
  readonly id: string;
  readonly arn: string;
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly availabilityZone: string;
  readonly vpcId: string;
  readonly ipv4: string;
  readonly ipv6: string;
  readonly mac: string;
}

export interface ContainerIds {
  readonly dockerId: string;
  readonly dockerName: string;
  readonly arn: string;
  readonly imageId: string;
  /** The part of its metadata address after the version. */
  readonly endpointId: string;
  /** In bridge mode. */
  readonly bridgeIpv4: string;
}

const arn = (kind: string, path: string): string => `arn:aws:ecs:${region}:${account}:${kind}/${path}`;

export const taskIds = (seed: string, index: number): TaskIds => {
  const own = `${seed}/task/${index}`;
  const id = hexFrom(own, 32);
  const mac = hexFrom(`${own}/mac`, 10).replace(/../g, ":$&");
  return {
    id,
    arn: arn("task", `${clusterName}/${id}`),
    clusterArn: arn("cluster", clusterName),
    clusterName,
    availabilityZone: `${region}a`,
    vpcId: `vpc-${hexFrom(`${seed}/vpc`, 17)}`,
    ipv4: `10.0.${Math.floor(index / 200) % 128}.${10 + (index % 200)}`,
    ipv6: `2001:db8:0:1:${hexFrom(own, 12).replace(/....(?=.)/g, "$&:")}:${(index + 1).toString(16)}`,
    mac: `0a${mac}`,
  };
};

/** Docker allows letters, digits and hyphens of a container's name here; the agent drops the rest, so names collide. */
const nameOnDocker = (name: string): string => name.replace(/[^A-Za-z0-9-]/g, "");

export const containerIds = (
  shape: Shape,
  task: TaskIds,
  { family, revision = "1" }: TaskPlan,
  { name, image, type = "NORMAL" }: ContainerPlan,
  index: number,
): ContainerIds => {
  const own = `${task.id}/${name}`;
  const agent = hasEcsAgent(shape);
  const number = String(1_000_000_000 + numberFrom(own, 3_294_967_295));
  return {
    dockerId: agent ? hexFrom(own, 64) : `${task.id}-${number}`,
    dockerName: agent ? `ecs-${family}-${revision}-${nameOnDocker(name)}-${hexFrom(`${own}/name`, 20)}` : name,
    arn: arn("container", `${task.clusterName}/${task.id}/${uuidFrom(`${own}/arn`)}`),
    imageId: type === "CNI_PAUSE" ? "" : `sha256:${hexFrom(image ?? name, 64)}`,
    endpointId: agent ? uuidFrom(`${own}/endpoint`) : `${task.id}-${number}`,
    bridgeIpv4: `172.17.0.${2 + index}`,
  };
};
