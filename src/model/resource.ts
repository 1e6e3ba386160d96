import type { ContainerIdentity, HostIdentity, TargetIdentity, TaskIdentity } from "./identity.ts";

export type Scope = "task" | "container" | "target" | "image" | "host" | "self";

export interface TaskResource {
  readonly scope: "task";
  readonly key: string;
  readonly task: TaskIdentity;
}

export interface ContainerResource {
  readonly scope: "container";
  readonly key: string;
  readonly container: ContainerIdentity;
  /** The task it belongs to; absent for a container that ECS did not start. */
  readonly task?: TaskIdentity;
}

/** All containers of one image on this host: what a Docker host counts. */
export interface ImageResource {
  readonly scope: "image";
  readonly key: string;
  readonly image: string;
}

/** The machine that the agent runs on. */
export interface HostResource {
  readonly scope: "host";
  readonly key: "host";
  readonly host: HostIdentity;
}

/** An app's own metrics, where they are read. */
export interface TargetResource {
  readonly scope: "target";
  readonly key: string;
  readonly target: TargetIdentity;
  readonly container: ContainerIdentity;
  readonly task?: TaskIdentity;
}

/** The agent. */
export interface SelfResource {
  readonly scope: "self";
  readonly key: "self";
}

/** What a point is about. Two resources are the same when their keys are. */
export type Resource = TaskResource | ContainerResource | TargetResource | ImageResource | HostResource | SelfResource;

export const taskKey = (task: TaskIdentity): string => `task/${task.arn}`;

export const taskResource = (task: TaskIdentity): TaskResource => ({ scope: "task", key: taskKey(task), task });

export const containerResource = (container: ContainerIdentity, task?: TaskIdentity): ContainerResource => {
  const key = `container/${container.id === "" ? `${task?.arn ?? ""}/${container.name}` : container.id}`;
  return task === undefined ? { scope: "container", key, container } : { scope: "container", key, container, task };
};

export const imageResource = (image: string): ImageResource => ({ scope: "image", key: `image/${image}`, image });

export const hostResource = (host: HostIdentity): HostResource => ({ scope: "host", key: "host", host });

export const targetResource = (
  target: TargetIdentity,
  container: ContainerIdentity,
  task?: TaskIdentity,
): TargetResource => {
  const key = `target/${target.id}`;
  return task === undefined
    ? { scope: "target", key, target, container }
    : { scope: "target", key, target, container, task };
};

export const selfResource: SelfResource = { scope: "self", key: "self" };
