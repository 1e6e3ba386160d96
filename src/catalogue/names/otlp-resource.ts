import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import { imageReference } from "../../model/image-reference.ts";
import { present } from "../../model/present.ts";
import type { Resource } from "../../model/resource.ts";

export type OtlpValue = string | readonly string[];

/** Attributes of a resource, by the names of OpenTelemetry's semantic conventions. */
export type OtlpResource = Readonly<Record<string, OtlpValue>>;

/** An image that has lost its name has the attributes of none. */
const imageAttributes = (image: string): OtlpResource => {
  const read = imageReference(image);
  if (read === undefined) return {};
  const { name, tag, digest } = read;
  return {
    "container.image.name": name,
    ...(tag === undefined ? {} : { "container.image.tags": [tag] }),
    ...(digest === undefined ? {} : { "container.image.repo_digests": [`${name}@${digest}`] }),
  };
};

const taskAttributes = (task: TaskIdentity): OtlpResource =>
  present({
    "cloud.provider": "aws",
    "cloud.platform": "aws_ecs",
    "cloud.region": task.region,
    "cloud.account.id": task.account,
    "cloud.availability_zone": task.availabilityZone,
    "aws.ecs.cluster.arn": task.clusterArn,
    "aws.ecs.task.arn": task.arn,
    "aws.ecs.task.id": task.id,
    "aws.ecs.task.family": task.family,
    "aws.ecs.task.revision": task.revision,
    // The conventions spell the two they know in lower case.
    "aws.ecs.launchtype": task.launchType?.toLowerCase(),
    // Not in the conventions, but what OpenTelemetry's own ECS receiver calls them.
    "aws.ecs.cluster.name": task.cluster,
    "aws.ecs.service.name": task.service,
  });

const containerAttributes = (container: ContainerIdentity): OtlpResource => ({
  ...present({
    "container.id": container.id,
    "container.name": container.name,
    "container.image.id": container.imageId,
    "aws.ecs.container.arn": container.arn,
  }),
  ...(container.image === undefined ? {} : imageAttributes(container.image)),
});

/** What a resource is in the first place: several back ends tell series apart by these two alone. */
const serviceAttributes = (resource: Resource): OtlpResource => {
  switch (resource.scope) {
    case "task":
      return { "service.name": resource.task.service ?? resource.task.family, "service.instance.id": resource.task.id };
    case "container": {
      const { container, task } = resource;
      return {
        "service.name": task?.service ?? task?.family ?? container.name,
        "service.instance.id": container.id === "" ? container.name : container.id,
      };
    }
    case "target": {
      const { target, container, task } = resource;
      const owner = container.id === "" ? container.name : container.id;
      return {
        "service.name": task?.service ?? task?.family ?? target.name,
        "service.instance.id": `${owner}:${target.name}:${target.slot}`,
      };
    }
    case "host":
      return {
        "service.name": "host",
        ...present({ "service.instance.id": resource.host.instanceId ?? resource.host.name }),
      };
    case "image":
      return { "service.name": "docker", "service.instance.id": resource.image };
    case "self":
      return { "service.name": "taskvitals" };
  }
};

const known = (resource: Resource): OtlpResource => {
  switch (resource.scope) {
    case "task":
      return taskAttributes(resource.task);
    case "container":
    case "target":
      return {
        ...(resource.task === undefined ? {} : taskAttributes(resource.task)),
        ...containerAttributes(resource.container),
      };
    case "host":
      return present({
        "host.name": resource.host.name,
        "host.id": resource.host.instanceId,
        "cloud.availability_zone": resource.host.availabilityZone,
        "aws.ecs.cluster.name": resource.host.cluster,
      });
    case "image":
      return imageAttributes(resource.image);
    case "self":
      return {};
  }
};

/** What is known of a resource; what is empty is left out. */
export const otlpResource = (resource: Resource): OtlpResource =>
  Object.fromEntries(
    Object.entries({ ...serviceAttributes(resource), ...known(resource) }).filter(([, value]) => value !== ""),
  );
