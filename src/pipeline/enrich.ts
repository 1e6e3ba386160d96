import type { MetricId } from "../catalogue/catalogue.ts";
import type { ContainerIdentity, TaskIdentity } from "../model/identity.ts";
import type { Attributes, Point } from "../model/point.ts";
import type { Resource } from "../model/resource.ts";
import type { Draft } from "./recorder.ts";

const known = (attributes: Readonly<Record<string, string | undefined>>): Attributes => {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== "") kept[name] = value;
  return kept;
};

const taskAttributes = (task: TaskIdentity): Attributes =>
  known({
    cluster_arn: task.clusterArn,
    task_arn: task.arn,
    launch_type: task.launchType,
    availability_zone: task.availabilityZone,
    region: task.region,
    account_id: task.account,
    vpc_id: task.vpcId,
    network_mode: task.networkMode,
  });

const containerAttributes = (container: ContainerIdentity): Attributes =>
  known({
    image: container.image,
    image_id: container.imageId,
    docker_id: container.id,
    docker_name: container.dockerName,
    container_arn: container.arn,
    type: container.type,
    log_driver: container.logDriver,
  });

const infoOf = (resource: Resource, atMs: number): Point<MetricId> | undefined => {
  if (resource.scope === "task") {
    return { metric: "task.info", value: 1, attributes: taskAttributes(resource.task), atMs };
  }
  if (resource.scope === "container") {
    return { metric: "container.info", value: 1, attributes: containerAttributes(resource.container), atMs };
  }
  return undefined;
};

/** Adds what a resource is, as an info point, from its identity. */
export const enrich = (drafts: Iterable<Draft>, nowMs: number): void => {
  for (const { resource, points } of drafts) {
    const info = infoOf(resource, nowMs);
    if (info !== undefined) points.unshift(info);
  }
};
