import type { Resource } from "../../model/resource.ts";

const types: ReadonlySet<string> = new Set(["CNI_PAUSE", "NAMESPACE_PAUSE", "EMPTY_HOST_VOLUME"]);

/** What ECS itself adds to a task to hold its namespaces and volumes together. */
export const isInternal = (resource: Resource): boolean =>
  resource.scope === "container" &&
  (types.has(resource.container.type ?? "") || resource.container.name.startsWith("~internal~"));
