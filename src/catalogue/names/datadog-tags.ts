import { parseArn } from "../../model/arn.ts";
import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import { imageReference } from "../../model/image-reference.ts";

/** How many values a tag takes: few, one a task, one a container. Each includes those before it. */
export const cardinalities = ["low", "orchestrator", "high"] as const;
export type Cardinality = (typeof cardinalities)[number];

/** A tag and where its value is from; unknown and empty values leave it out. */
export interface TagRule<From> {
  readonly tag: string;
  readonly cardinality: Cardinality;
  readonly from: (of: From) => string | undefined;
}

const onFargate = (task: TaskIdentity, text: string | undefined): string | undefined =>
  task.launchType === "FARGATE" ? text : undefined;

const taskDefinitionArn = ({ arn, family, revision }: TaskIdentity): string | undefined => {
  const parts = parseArn(arn);
  if (parts === undefined || family === "" || revision === "") return undefined;
  return `arn:${parts.partition}:ecs:${parts.region}:${parts.account}:task-definition/${family}:${revision}`;
};

/** As the Datadog Agent tags what belongs to an ECS task. `task_name` is the family, as it always was. */
export const taskTags: readonly TagRule<TaskIdentity>[] = [
  { tag: "task_name", cardinality: "low", from: ({ family }) => family },
  { tag: "task_family", cardinality: "low", from: ({ family }) => family },
  { tag: "task_version", cardinality: "low", from: ({ revision }) => revision },
  { tag: "ecs_service", cardinality: "low", from: ({ service }) => service },
  { tag: "cluster_name", cardinality: "low", from: ({ cluster }) => cluster },
  { tag: "ecs_cluster_name", cardinality: "low", from: ({ cluster }) => cluster },
  { tag: "cluster_arn", cardinality: "low", from: ({ clusterArn }) => clusterArn },
  { tag: "aws_account", cardinality: "low", from: ({ account }) => account },
  { tag: "region", cardinality: "low", from: ({ region }) => region },
  { tag: "availability-zone", cardinality: "low", from: (task) => onFargate(task, task.availabilityZone) },
  { tag: "availability_zone", cardinality: "low", from: (task) => onFargate(task, task.availabilityZone) },
  { tag: "task_definition_arn", cardinality: "orchestrator", from: taskDefinitionArn },
  { tag: "task_arn", cardinality: "orchestrator", from: ({ arn }) => arn },
];

/** As the Datadog Agent tags what belongs to an image. */
export const imageTags: readonly TagRule<string>[] = [
  { tag: "docker_image", cardinality: "low", from: (image) => image },
  { tag: "image_name", cardinality: "low", from: (image) => imageReference(image)?.name },
  { tag: "short_image", cardinality: "low", from: (image) => imageReference(image)?.shortName },
  { tag: "image_tag", cardinality: "low", from: (image) => imageReference(image)?.tag },
];

const label = "com.datadoghq.tags.";

/** Labels that say of what environment, service and version a container is, and the tags that they set. */
export const standardTags: readonly TagRule<ContainerIdentity>[] = ["env", "service", "version"].map((tag) => ({
  tag,
  cardinality: "low",
  from: ({ labels }) => labels?.[`${label}${tag}`],
}));

/** A label with a JSON list of further tags. */
export const furtherTagsLabel = "com.datadoghq.ad.tags";

/** As the Datadog Agent tags what belongs to a container. */
export const containerTags: readonly TagRule<ContainerIdentity>[] = [
  ...imageTags.map(
    ({ tag, cardinality, from }): TagRule<ContainerIdentity> => ({
      tag,
      cardinality,
      from: ({ image }) => (image === undefined ? undefined : from(image)),
    }),
  ),
  { tag: "image_id", cardinality: "low", from: ({ imageId }) => imageId },
  { tag: "container_name", cardinality: "high", from: ({ dockerName, name }) => dockerName ?? name },
  { tag: "container_id", cardinality: "high", from: ({ id }) => id },
];

/** The container's name in the task definition; of a container that ECS did not start there is none. */
export const ecsContainerNameTag = "ecs_container_name";

/** A task in a container's place: for figures that all its containers share. */
export const sharedContainerTags: readonly TagRule<TaskIdentity>[] = [
  { tag: "container_name", cardinality: "high", from: () => "_task_" },
  { tag: "container_id", cardinality: "high", from: ({ id }) => id },
];
