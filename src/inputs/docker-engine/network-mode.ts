import type { NetworkMode } from "../../model/identity.ts";
import { containerType } from "./container-words.ts";
import { ecsName } from "./ecs-labels.ts";
import type { ListedContainer } from "./listing.ts";

const sharing = "container:";

/** Finds a container by the id or name that a `container:` mode gives. */
type Find = (idOrName: string) => ListedContainer | undefined;

export const openFind = (listed: readonly ListedContainer[]): Find => {
  const containers = new Map<string, ListedContainer>();
  for (const container of listed) {
    if (container.dockerName !== undefined) containers.set(container.dockerName, container);
  }
  for (const container of listed) containers.set(container.id, container);
  return (idOrName) => containers.get(idOrName);
};

/**
 * Whose the network counters are that can be seen through a container: its own, its task's (the pause container of
 * awsvpc), or none that count here, since they are the host's or stand at another container.
 */
export type NetworkRole = "own" | "task" | "none";

const isPause = (container: ListedContainer): boolean => containerType(ecsName(container.labels) ?? "") === "CNI_PAUSE";

/** The pause container whose network this one is in. */
const pauseOf = ({ networkMode }: ListedContainer, find: Find): ListedContainer | undefined => {
  const owner = networkMode?.startsWith(sharing) ? find(networkMode.slice(sharing.length)) : undefined;
  return owner !== undefined && isPause(owner) ? owner : undefined;
};

const taskModes: Readonly<Record<string, NetworkMode>> = { default: "bridge" };

/**
 * The network mode of the task that has these containers. Docker knows nothing of awsvpc: there the task's pause
 * container has no network of Docker's (mode none) and the others join it. In bridge mode with Service Connect the
 * pause containers, one for each of the others, are in bridge mode themselves.
 */
export const taskNetworkMode = (members: readonly ListedContainer[], find: Find): NetworkMode | undefined => {
  const pause = members.find(isPause) ?? members.map((member) => pauseOf(member, find)).find(Boolean);
  if (pause !== undefined) return pause.networkMode === "none" ? "awsvpc" : "bridge";
  const own = members.find(
    ({ networkMode, labels }) =>
      networkMode !== undefined &&
      !networkMode.startsWith(sharing) &&
      containerType(ecsName(labels) ?? "") === "NORMAL",
  )?.networkMode;
  return own === undefined ? undefined : (taskModes[own] ?? own);
};

/**
 * A container in another's network sees that one's counters again, so they count once, for the owner; only those of a
 * pause container count for the one that it was made for, or, in awsvpc, for the task.
 */
export const networkRole = (container: ListedContainer, find: Find): NetworkRole => {
  const { networkMode } = container;
  if (isPause(container)) return networkMode === "none" ? "task" : "none";
  if (networkMode === undefined || networkMode === "host" || networkMode === "none") return "none";
  if (!networkMode.startsWith(sharing)) return "own";
  const pause = pauseOf(container, find);
  return pause !== undefined && pause.networkMode !== "none" ? "own" : "none";
};
