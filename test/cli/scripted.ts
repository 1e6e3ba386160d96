import { nodeServices } from "../../src/app/node-services.ts";
import type { Simulation, SimulationOptions } from "../../src/simulate/simulation.ts";
import { startSimulation } from "../../src/simulate/start-simulation.ts";

/** A scripted endpoint inside this process, on a free port of loopback. */
export const scripted = async (
  options: Omit<SimulationOptions, "mode"> = {},
): Promise<Simulation & AsyncDisposable> => {
  const { clock, serve: serveHttp, files, http, processes } = nodeServices();
  const simulation = await startSimulation(
    { mode: "scripted", ...options },
    { clock, serveHttp, files, http, processes },
  );
  if (!simulation.ok) throw new Error(simulation.problem.detail);
  return { ...simulation, [Symbol.asyncDispose]: simulation.stop };
};
