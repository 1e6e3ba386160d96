import type { ContainerIdentity, TaskIdentity } from "./identity.ts";

const short = 12;

/** A container as people know it, and as troubles name it: `web/app (3f0c1d2e4b5a)`. */
export const containerWords = ({
  container,
  task,
}: {
  readonly container: ContainerIdentity;
  readonly task?: TaskIdentity | undefined;
}): string => {
  const name = task === undefined || task.family === "" ? container.name : `${task.family}/${container.name}`;
  return container.id === "" ? name : `${name} (${container.id.slice(0, short)})`;
};
