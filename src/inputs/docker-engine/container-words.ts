/** The status word of ECS for a state of Docker's. What is new is told as it is, in upper case. */
export const statusWord = (state: string): string => {
  switch (state) {
    case "exited":
    case "dead":
    case "removing":
      return "STOPPED";
    default:
      return state.toUpperCase();
  }
};

const healthWords: Readonly<Record<string, string>> = {
  healthy: "HEALTHY",
  unhealthy: "UNHEALTHY",
  starting: "STARTING",
};

/** Undefined without a health check, which newer engines write as `none` and older ones leave out. */
export const healthWord = (health: string | undefined): string | undefined =>
  health === undefined || health === "none" ? undefined : (healthWords[health] ?? "UNKNOWN");

/** Has processes, and so statistics. */
export const isAlive = (state: string): boolean => state === "running" || state === "paused";

/** Between two runs, or after the last one: the exit code is that of a run which ended. */
export const hasExited = (state: string): boolean => ["exited", "dead", "restarting"].includes(state);

const internalTypes = [
  ["~internal~ecs~pause~namespace", "NAMESPACE_PAUSE"],
  ["~internal~ecs~pause", "CNI_PAUSE"],
  ["~internal~ecs-emptyvolume-source", "EMPTY_HOST_VOLUME"],
] as const;

/** Type of a container of a task, by the name that ECS gives its helpers. */
export const containerType = (name: string): string =>
  internalTypes.find(([start]) => name.startsWith(start))?.[1] ?? "NORMAL";
