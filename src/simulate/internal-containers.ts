import type { ContainerPlan, TaskPlan } from "./plan.ts";
import type { Shape } from "./shapes/shape.ts";

/** Holds a network namespace open and does nothing else. */
const pause = (name: string): ContainerPlan => ({
  name,
  image: "amazon/amazon-ecs-pause:0.1.0",
  type: "CNI_PAUSE",
  essential: false,
  load: {
    cpuNsPerMs: 0,
    anonBytes: 143_360,
    fileBytes: 0,
    inactiveFileBytes: 0,
    growBytesPerMs: 0,
    readBytesPerMs: 0,
    writeBytesPerMs: 0,
    rxBytesPerMs: 0,
    txBytesPerMs: 0,
    processes: 1,
  },
});

const servicePausePrefix = "~internal~ecs~pause-";

/** Adds the containers that the ECS agent adds: in awsvpc, and for Service Connect, pause containers. */
export const withInternalContainers = (plan: TaskPlan, shape: Shape): TaskPlan => {
  if (shape.launchType !== "EC2") return plan;
  if (shape.networkMode === "awsvpc" && shape.os === "linux") {
    return { ...plan, containers: [pause("~internal~ecs~pause"), ...plan.containers] };
  }
  if (!shape.serviceConnect) return plan;
  const pauses = plan.containers.filter(({ ports = [] }) => ports.length > 0).map(({ name }) => name);
  return { ...plan, containers: [...pauses.map((name) => pause(servicePausePrefix + name)), ...plan.containers] };
};

/** A pause container of Service Connect has its partner's network; every other container's partner is itself. */
export const networkPartner = (name: string): string =>
  name.startsWith(servicePausePrefix) ? name.slice(servicePausePrefix.length) : name;
