import { problem } from "../problems/problem.ts";
import { addressesOf, environmentOf } from "./addresses.ts";
import { control, controlPath } from "./control.ts";
import { endpoint } from "./endpoint.ts";
import { faultBoard } from "./fault-board.ts";
import { type Fault, isEvent } from "./faults.ts";
import { daemonPlan, plannedTasks } from "./plans.ts";
import { scriptedSource } from "./scripted-source.ts";
import { impossible, type Shape, shapes } from "./shapes/shape.ts";
import type { NoSimulation, Simulation, SimulationDeps, SimulationOptions } from "./simulation.ts";
import type { Cast } from "./source.ts";
import { agentThrottle } from "./throttle.ts";
import { liveSource } from "./workload/live-source.ts";

const scripted = (options: SimulationOptions, shape: Shape, nowMs: number): Cast => {
  const { tasks = 1, containersPerTask = 3, ageMs = 60_000, seed = "taskvitals" } = options;
  const plans = typeof tasks === "number" ? plannedTasks(tasks, containersPerTask) : tasks;
  const startedAtMs = nowMs - ageMs;
  const own = plans.map((plan, index) => ({ shape, plan, startedAtMs, seed, index }));
  const daemon = { shape, plan: daemonPlan, startedAtMs, seed, index: plans.length, isDaemon: true };
  return { source: scriptedSource(shape.managedDaemon ? [...own, daemon] : own), notes: [] };
};

const shapeOf = ({ shape = "fargate" }: SimulationOptions): Shape =>
  typeof shape === "string" ? shapes[shape] : shape;

/** An address to connect to, for one to listen on. */
const reachable = (host: string): string => {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
};

/** Not ECS's: the addresses of simulated containers lead nowhere, or to somebody else; what they publish is really here. */
const published = ({ networkMode }: Shape): Readonly<Record<string, string>> =>
  networkMode === "bridge" ? { TASKVITALS_INPUTS_APP_METRICS_HOST_ADDRESS: "127.0.0.1" } : {};

/** Starts a simulation. A port in use, or a combination that ECS does not know, is a value. */
export const startSimulation = async (
  options: SimulationOptions,
  deps: SimulationDeps,
): Promise<Simulation | NoSimulation> => {
  const { clock } = deps;
  const shape = shapeOf(options);
  const why = impossible(shape);
  if (why !== undefined) return { ok: false, problem: problem("config-value", "shape", why) };

  const cast =
    options.mode === "scripted" ? scripted(options, shape, clock.now()) : await liveSource(options, shape, deps);
  const { source, notes, webServerUrl } = cast;

  const board = faultBoard(clock);
  const setFault = (fault: Fault): void => {
    if (isEvent(fault)) source.happen({ ...fault, atMs: clock.now() + (fault.afterMs ?? 0) });
    else board.set(fault);
  };
  for (const fault of options.faults ?? []) setFault(fault);

  const { host = "127.0.0.1", port = 0, throttle = agentThrottle } = options;
  const answerEndpoint = endpoint({ source, clock, faults: board, limit: throttle });
  let describe: () => Record<string, string> = () => ({});
  const controls = { describe: () => describe(), list: board.list, set: setFault, clear: board.clear };
  const server = await deps.serveHttp(
    { host, port },
    (request) => control(controls, request) ?? answerEndpoint(request),
  );
  if (!server.ok) {
    await source.stop();
    return server;
  }

  const origin = `http://${reachable(host)}:${server.port}`;
  const tasks = addressesOf(source, origin, clock.now());
  const daemonV4 = tasks.find(({ isDaemon }) => isDaemon)?.containers[0]?.v4;
  const sidecar = tasks.find(({ isDaemon }) => isDaemon === shape.managedDaemon)?.containers;
  const place = sidecar?.find(({ name }) => !name.startsWith("~"));
  const environment =
    place === undefined
      ? {}
      : {
          ...environmentOf(source.moment(0, clock.now()), place),
          ...(options.mode === "live" ? published(shape) : {}),
        };
  describe = () => ({
    mode: options.mode,
    launchType: shape.launchType,
    networkMode: shape.networkMode,
    ...environment,
  });

  return {
    ok: true,
    port: server.port,
    origin,
    tasks,
    v2: `${origin}/v2`,
    ...(daemonV4 === undefined ? {} : { daemonV4 }),
    environment,
    controlUrl: `${origin}${controlPath}`,
    ...(webServerUrl === undefined ? {} : { webServerUrl }),
    notes,
    setFault,
    clearFaults: board.clear,
    stop: async () => {
      await Promise.all([server.close(0), source.stop()]);
    },
  };
};
