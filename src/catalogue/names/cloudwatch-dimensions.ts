import type { Resource } from "../../model/resource.ts";

/** Few values each: a metric with these is one metric for all tasks of a service. */
const sharedNames = ["ClusterName", "ServiceName", "TaskDefinitionFamily", "ContainerName"] as const;

/** New values with every task or deployment: each makes new metrics, which are paid for one by one. */
export const idNames = ["TaskDefinitionRevision", "TaskId", "ContainerId"] as const;

export const dimensionNames = [...sharedNames, ...idNames] as const;
export type DimensionName = (typeof dimensionNames)[number];

/** Names that only a container has: what is told of a container needs one of them. */
export const ofContainers: readonly DimensionName[] = ["ContainerName", "ContainerId"];

/** What is known of a resource, under the names that Container Insights has for it; what is unknown is absent. */
export const cloudwatchFacts = (resource: Resource): Readonly<Record<string, string | undefined>> => {
  if (resource.scope !== "task" && resource.scope !== "container") return {};
  const { task } = resource;
  const ofTask = {
    ClusterName: task?.cluster,
    ServiceName: task?.service,
    TaskDefinitionFamily: task?.family,
    TaskDefinitionRevision: task?.revision,
    TaskId: task?.id,
    LaunchType: task?.launchType,
    AvailabilityZone: task?.availabilityZone,
  };
  if (resource.scope === "task") return ofTask;
  const { name, id, image } = resource.container;
  return { ...ofTask, ContainerName: name, ContainerId: id, Image: image };
};
