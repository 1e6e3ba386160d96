import type { ContainerIdentity } from "./identity.ts";

const types: ReadonlySet<string> = new Set(["CNI_PAUSE", "NAMESPACE_PAUSE", "EMPTY_HOST_VOLUME"]);

/** Whether ECS itself added the container to its task, to hold namespaces or volumes together. */
export const isInternal = ({ type, name }: ContainerIdentity): boolean =>
  types.has(type ?? "") || name.startsWith("~internal~");
