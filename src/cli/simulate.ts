import type { Fault } from "../simulate/faults.ts";
import { impossible, type Shape, type ShapeName, shapes } from "../simulate/shapes/shape.ts";
import type { SimulationOptions } from "../simulate/simulation.ts";
import { startSimulation } from "../simulate/start-simulation.ts";
import type { CommandContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { invocation, simulationLines } from "./simulation-text.ts";
import { tell } from "./troubles.ts";

export interface SimulateOptions {
  readonly shape: ShapeName;
  readonly network?: Shape["networkMode"] | undefined;
  readonly cgroup?: "1" | "2" | undefined;
  /** Seconds. */
  readonly refresh?: number | undefined;
  readonly scripted?: boolean | undefined;
  readonly tasks?: number | undefined;
  readonly containers?: number | undefined;
  /** Seconds. */
  readonly age?: number | undefined;
  readonly host: string;
  readonly port: number;
  readonly accessLog?: string | undefined;
  readonly fault: readonly Fault[];
}

const shapeOf = ({ shape, network, cgroup, refresh }: SimulateOptions): Shape => ({
  ...shapes[shape],
  ...(network === undefined ? {} : { networkMode: network }),
  ...(cgroup === undefined ? {} : { cgroup: cgroup === "1" ? 1 : 2 }),
  ...(refresh === undefined ? {} : { refreshMs: refresh * 1000 }),
});

const simulationOptions = (options: SimulateOptions, shape: Shape): SimulationOptions => {
  const { scripted = false, tasks, containers, age, host, port, fault, accessLog } = options;
  const isScripted = scripted || tasks !== undefined || containers !== undefined || age !== undefined;
  return {
    mode: isScripted ? "scripted" : "live",
    shape,
    host,
    port,
    faults: fault,
    ...(tasks === undefined ? {} : { tasks }),
    ...(containers === undefined ? {} : { containersPerTask: containers }),
    ...(age === undefined ? {} : { ageMs: age * 1000 }),
    ...(accessLog === undefined ? {} : { accessLogPath: accessLog }),
  };
};

/** `taskvitals simulate`: an ECS task metadata endpoint without AWS, until it is stopped. */
export const simulate = async (context: CommandContext, options: SimulateOptions): Promise<ExitCode> => {
  const { services, terminal, signal } = context;
  const { clock, serve: serveHttp, files, http, processes, environment } = services;
  const shape = shapeOf(options);
  const why = impossible(shape);
  if (why !== undefined) {
    terminal.err(
      `error: --shape, --network and --cgroup do not go together: ${why}.\nSee taskvitals simulate --help.\n`,
    );
    return exitCodes.usage;
  }
  const wanted = simulationOptions(options, shape);
  const simulation = await startSimulation(wanted, { clock, serveHttp, files, http, processes });
  if (!simulation.ok) {
    tell(context, [simulation.problem]);
    return exitCodes.failed;
  }
  const lines = simulationLines(simulation, shape, { mode: wanted.mode, program: invocation(environment) });
  terminal.out(`${lines.join("\n")}\n`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await simulation.stop();
  await http.close();
  return exitCodes.ok;
};
