import type { WorkloadProgram } from "../../ports/processes.ts";
import { withInternalContainers } from "../internal-containers.ts";
import type { ContainerPlan, TaskPlan } from "../plan.ts";
import type { Shape } from "../shapes/shape.ts";

/** The port that the web server has inside its container; outside it listens on a free one. */
export const webPort = 8080;

/** The task that runs live: three programs that go on, and one that did its work at the start. */
const livePlan: TaskPlan = {
  family: "storefront",
  revision: "7",
  service: "storefront",
  cpu: 0.5,
  memoryMib: 1024,
  tags: { team: "shop" },
  containers: [
    {
      name: "web",
      image: "example.com/storefront:2.4",
      ports: [webPort],
      health: "HEALTHY",
      cpuUnits: 128,
      memoryMib: 256,
      logDriver: "awslogs",
    },
    { name: "worker", image: "example.com/storefront-worker:2.4", essential: false, restartPolicy: true },
    { name: "cache", image: "example.com/cache:1.1", essential: false, memoryMib: 256, logDriver: "awslogs" },
    { name: "migration", image: "example.com/storefront:2.4", essential: false },
  ],
};

/** With the containers that the ECS agent adds. */
export const livePlanOf = (shape: Shape): TaskPlan => withInternalContainers(livePlan, shape);

const programs: Readonly<Record<string, WorkloadProgram>> = {
  web: "web-server",
  worker: "worker",
  cache: "cache",
  migration: "migration",
};

/** Which program a container runs, and with what arguments. */
export const programOf = (
  { name }: ContainerPlan,
  accessLogPath: string | undefined,
): { readonly program: WorkloadProgram; readonly args: readonly string[] } => {
  const program = programs[name] ?? "pause";
  return { program, args: program === "web-server" && accessLogPath !== undefined ? [accessLogPath] : [] };
};
