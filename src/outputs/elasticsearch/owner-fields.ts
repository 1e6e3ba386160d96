import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import type { Json } from "./item.ts";

/** Text that UTF-8 and Elasticsearch can hold. */
export const clean = (text: string): string => text.toWellFormed();

/** Adds the texts that are known and not empty. */
export const addTexts = (into: Map<string, Json>, texts: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, text] of Object.entries(texts)) if (text !== undefined && text !== "") into.set(name, clean(text));
};

const ecs = "com.amazonaws.ecs.";

/** The labels that ECS puts on its containers; made from the task where the source gives no labels. */
const ecsLabels = (container: ContainerIdentity, task: TaskIdentity | undefined): Readonly<Record<string, string>> =>
  task === undefined
    ? {}
    : {
        [`${ecs}cluster`]: task.clusterArn ?? task.cluster,
        [`${ecs}container-name`]: container.name,
        [`${ecs}task-arn`]: task.arn,
        [`${ecs}task-definition-family`]: task.family,
        [`${ecs}task-definition-version`]: task.revision,
      };

const noSpacesOrDots = (name: string): string => clean(name.trim()).replaceAll(".", "_");

/** Labels below a prefix, dots in their names made `_` as the originals do. `ecs`: only those of ECS. */
export const addLabels = (
  into: Map<string, Json>,
  prefix: string,
  container: ContainerIdentity,
  task: TaskIdentity | undefined,
  which: "ecs" | "all",
): void => {
  for (const [name, value] of Object.entries({ ...ecsLabels(container, task), ...container.labels })) {
    const part = noSpacesOrDots(name);
    if (part === "" || value === "" || (which === "ecs" && !name.startsWith(ecs))) continue;
    into.set(`${prefix}.${part}`, clean(value));
  }
};

/** `name`: docker: the name that Docker knows; ecs: the one in the task definition. */
export const addContainer = (into: Map<string, Json>, container: ContainerIdentity, name: "docker" | "ecs"): void => {
  addTexts(into, {
    "container.id": container.id,
    "container.name": (name === "docker" ? container.dockerName : undefined) ?? container.name,
    "container.image.name": container.image,
    "container.runtime": "docker",
  });
};

export const addCloud = (into: Map<string, Json>, task: TaskIdentity | undefined): void => {
  if (task?.region === undefined && task?.account === undefined && task?.availabilityZone === undefined) return;
  addTexts(into, {
    "cloud.provider": "aws",
    "cloud.region": task.region,
    "cloud.availability_zone": task.availabilityZone,
    "cloud.account.id": task.account,
  });
};
