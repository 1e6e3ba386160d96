import { systemClock } from "../../../src/platform/clock.ts";
import { nodeFiles } from "../../../src/platform/files.ts";
import { nodeHttpClient } from "../../../src/platform/http-client.ts";
import { serveHttp } from "../../../src/platform/http-server.ts";
import { nodeProcesses } from "../../../src/platform/processes.ts";
import type { ContainerPlan, TaskPlan } from "../../../src/simulate/plan.ts";
import { plannedTasks } from "../../../src/simulate/plans.ts";
import { type Shape, shapes } from "../../../src/simulate/shapes/shape.ts";
import { startSimulation } from "../../../src/simulate/start-simulation.ts";

export interface Crowd extends AsyncDisposable {
  /** For an agent that is to see all of them. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Between 1 and 8 KiB a millisecond, for at most a minute: no figure of two containers moves in step. */
const growing = (container: ContainerPlan, place: number): ContainerPlan => ({
  ...container,
  memoryMib: 1024,
  load: { ...container.load, growBytesPerMs: 1024 * (1 + (place % 8)), growCycleMs: 20_000 + (place % 41) * 1000 },
});

const restless = (task: TaskPlan, index: number): TaskPlan => ({
  ...task,
  memoryMib: 4096,
  containers: task.containers.map((container, place) => growing(container, index * task.containers.length + place)),
});

export interface CrowdOptions {
  readonly shape: Shape;
  readonly tasks: number;
  readonly containersPerTask: number;
}

/** A thousand containers in 250 tasks of five services, which one agent sees. */
export const thousand: CrowdOptions = {
  shape: { ...shapes["managed-daemon"], refreshMs: 1000 },
  tasks: 250,
  containersPerTask: 4,
};

/** A hundred containers in one task on EC2. */
export const hundred: CrowdOptions = { shape: shapes["ec2-awsvpc"], tasks: 1, containersPerTask: 100 };

/** New samples every second, in which the memory of each container moves. */
export const startCrowd = async ({ shape, tasks, containersPerTask }: CrowdOptions): Promise<Crowd> => {
  const http = nodeHttpClient();
  const started = await startSimulation(
    {
      mode: "scripted",
      shape,
      tasks: plannedTasks(tasks, containersPerTask).map(restless),
    },
    { clock: systemClock, serveHttp, files: nodeFiles, http, processes: nodeProcesses },
  );
  if (!started.ok) throw new Error(started.problem.detail);
  return {
    environment: started.environment,
    [Symbol.asyncDispose]: async () => {
      await started.stop();
      await http.close();
    },
  };
};
