import type { WorkloadProgram } from "../../ports/processes.ts";
import { withInternalContainers } from "../internal-containers.ts";
import type { ContainerPlan, TaskPlan } from "../plan.ts";
import type { Shape } from "../shapes/shape.ts";

/** The port that the web server has inside its container, where that is not taken here. */
export const webPort = 8080;

interface WebServerPlace {
  /** Inside its container. */
  readonly port: number;
  readonly isReachable: boolean;
}

/**
 * The task that runs live: three programs that go on, and one that did its work at the start. Where an agent finds the web
 * server by what the definition says, a label tells that it has metrics: a managed daemon would look at the task's address.
 */
const livePlan = ({ port, isReachable }: WebServerPlace): TaskPlan => ({
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
      ports: [port],
      ...(isReachable ? { labels: { "taskvitals.metrics": "prometheus", "taskvitals.port": String(port) } } : {}),
      health: "HEALTHY",
      cpuUnits: 128,
      memoryMib: 256,
      logDriver: "awslogs",
    },
    { name: "worker", image: "example.com/storefront-worker:2.4", essential: false, restartPolicy: true },
    { name: "cache", image: "example.com/cache:1.1", essential: false, memoryMib: 256, logDriver: "awslogs" },
    { name: "migration", image: "example.com/storefront:2.4", essential: false },
  ],
});

/** With the containers that the ECS agent adds. */
export const livePlanOf = (shape: Shape, place: WebServerPlace): TaskPlan =>
  withInternalContainers(livePlan(place), shape);

const programs: Readonly<Record<string, WorkloadProgram>> = {
  web: "web-server",
  worker: "worker",
  cache: "cache",
  migration: "migration",
};

/** Which program a container runs, and with what arguments. */
export const programOf = (
  { name }: ContainerPlan,
  webServer: { readonly listenPort: number; readonly accessLogPath: string | undefined },
): { readonly program: WorkloadProgram; readonly args: readonly string[] } => {
  const program = programs[name] ?? "pause";
  if (program !== "web-server") return { program, args: [] };
  const { listenPort, accessLogPath } = webServer;
  return { program, args: [String(listenPort), ...(accessLogPath === undefined ? [] : [accessLogPath])] };
};
