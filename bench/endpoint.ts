import { nodeFiles } from "../src/platform/files.ts";
import { nodeHttpClient } from "../src/platform/http-client.ts";
import { serveHttp } from "../src/platform/http-server.ts";
import { nodeProcesses } from "../src/platform/processes.ts";
import { startSimulation } from "../src/simulate/start-simulation.ts";
import { type EcsShape, type Scenario, startMs } from "./scenario.ts";
import { steppedClock } from "./stepped-clock.ts";

/**
 * The simulated endpoint in a process of its own, so that its cost is not the agent's. Started with the scenario as
 * its argument; sends `{ environment }` when it is ready, and answers each number of milliseconds to move on by
 * with the same number.
 */
const scenario: Scenario & { readonly shape: EcsShape } = JSON.parse(process.argv[2] ?? "{}");
const clock = steppedClock(scenario.startMs ?? startMs);
const simulation = await startSimulation(
  {
    mode: "scripted",
    shape: scenario.shape,
    tasks: scenario.tasks,
    containersPerTask: scenario.containersPerTask,
    throttle: "off",
  },
  { clock, serveHttp, files: nodeFiles, http: nodeHttpClient(), processes: nodeProcesses },
);
if (!simulation.ok) throw new Error(simulation.problem.code);
process.on("message", (ms: number) => {
  clock.advance(ms);
  process.send?.(ms);
});
process.on("disconnect", () => process.exit());
process.send?.({ environment: simulation.environment });
