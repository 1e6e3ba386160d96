import type { NetworkMode } from "../../model/identity.ts";

/**
 * Whose the network counters of a task's containers are. task: all containers repeat those of the task's one interface;
 * container: each has its own; none: the source has no counters, or nobody knows whose they are.
 */
export type NetworkOwner = "task" | "container" | "none";

export const networkOwner = (mode: NetworkMode | undefined): NetworkOwner => {
  if (mode === undefined || mode === "host" || mode === "none" || mode.startsWith("container:")) return "none";
  // "default" and "nat" are the bridge of Windows.
  return mode === "awsvpc" ? "task" : "container";
};

/** In a bridge with Service Connect, a pause container owns the network and its app container repeats the counters. */
export const hasOwnNetwork = (owner: NetworkOwner, containerType: string | undefined): boolean =>
  owner === "container" && containerType !== "CNI_PAUSE";
