import { type RunningAgent, start } from "../app/lifecycle.ts";
import { version } from "../app/version.ts";
import type { Problem } from "../problems/problem.ts";
import type { Fault } from "../simulate/faults.ts";
import { type ShapeName, shapes } from "../simulate/shapes/shape.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { startSimulation } from "../simulate/start-simulation.ts";
import type { CommandContext } from "./context.ts";
import { destinationLines, only, variablesOf, writesStandardOutput } from "./destinations.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { deliveryLines } from "./live/deliveries.ts";
import { showLive } from "./live/live.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { exportLines } from "./simulation-text.ts";
import { paintFor } from "./table/style.ts";
import { tell, troublesOf } from "./troubles.ts";

export interface DemoOptions {
  readonly shape: ShapeName;
  readonly port: number;
  readonly fault: readonly Fault[];
  /** Names of outputs that send; empty: nothing is sent. */
  readonly to: readonly string[];
  /** A configuration for them. */
  readonly config?: string | undefined;
}

const host = "127.0.0.1";
const intervalMs = 1000;
const printEveryMs = 5000;
/** A person waits for the end: what a back end has not taken by then is lost. */
const stopTimeoutMs = 6000;
/** How many ports after the wanted one are tried. */
const furtherPorts = 20;

/** Numbers are to move: real Fargate has new samples every ten seconds. */
const shapeOf = (name: ShapeName) => ({ ...shapes[name], refreshMs: 1000 });

type Opened = RunningAgent | { readonly ok: false; readonly problem: Problem };

/** Opens the wanted port, or the next free one. */
const startOnFreePort = async (
  { services }: CommandContext,
  { agent, log, loaded }: Prepared,
  wanted: number,
  signal: AbortSignal,
): Promise<Opened> => {
  const startAt = (port: number): Promise<Opened> => {
    const settings = { ...agent.settings, server: { ...agent.settings.server, port } };
    const { from, problems } = loaded;
    return start({ agent: { ...agent, settings }, services, log, from, problems: () => problems, signal });
  };
  let opened = await startAt(wanted);
  for (let port = wanted + 1; !opened.ok && port <= Math.min(wanted + furtherPorts, 65_535); port += 1) {
    if (opened.problem.code !== "port-in-use") return opened;
    opened = await startAt(port);
  }
  return opened;
};

const headingLines = (simulation: Simulation, shape: ShapeName, port: number, wanted: number): readonly string[] => {
  const origin = `http://${host}:${port}`;
  const taken = wanted === port || wanted === 0 ? [] : [`  Port ${wanted} is taken: ${port} is the next free one.`];
  return [
    `taskvitals ${version}: a simulated ECS task of real processes (${shape}), and the agent that watches it.`,
    "",
    `  Page         ${origin}/`,
    ...taken,
    `  Metrics      ${origin}/metrics   ${origin}/apps/metrics`,
    `  Source JSON  ${origin}/task   ${origin}/stats`,
    `  Health       ${origin}/healthz`,
    ...(simulation.webServerUrl === undefined
      ? []
      : [`  Web server   ${simulation.webServerUrl}/ (one of the containers)`]),
    `  Break it     curl -X POST '${simulation.controlUrl}?kind=throttle&forMs=20000'`,
    ...(shapes[shape].networkMode === "bridge"
      ? [`  Move a port  curl -X POST '${simulation.controlUrl}?kind=restart&container=web'`]
      : []),
    `  Endpoint     ${simulation.environment.ECS_CONTAINER_METADATA_URI_V4 ?? simulation.origin}`,
    "",
  ];
};

const watch = async (
  context: CommandContext,
  { agent }: Prepared,
  heading: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  const { services, terminal } = context;
  await showLive({
    terminal,
    clock: services.clock,
    paint: paintFor(terminal, services.environment),
    sort: "cpu",
    current: agent.snapshots.current,
    problems: () => troublesOf(agent),
    outputs: agent.deliveries,
    heading,
    printEveryMs,
    signal,
  });
};

/** What became of everything that was to be sent. */
const lastLines = ({ services, terminal }: CommandContext, { agent }: Prepared): readonly string[] => {
  const style = { width: terminal.columns(), paint: paintFor(terminal, services.environment) };
  return deliveryLines(agent.deliveries(), services.clock.now(), style);
};

const observe = async (
  context: CommandContext,
  simulation: Simulation,
  { shape, port, to, config }: DemoOptions,
): Promise<ExitCode> => {
  const { services, terminal } = context;
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  // Nothing of this machine but the simulation and where to send: no Docker Engine that happens to be here, no disk.
  const prepared = await prepare(context, {
    configPath: config,
    environment: { ...variablesOf(services.environment, to), ...simulation.environment },
    overrides: {
      intervalMs,
      stopTimeoutMs,
      form: shape === "managed-daemon" ? shape : "sidecar",
      server: { host },
      buffer: { storage: "memory" },
      inputs: { "docker-engine": { enabled: "off" } },
      outputs: only(to),
    },
    log: { level: "silent" },
  });
  const started = await startOnFreePort(context, prepared, port, signal);
  if (!started.ok) {
    tell(context, [started.problem]);
    return exitCodes.failed;
  }
  const heading = [
    ...headingLines(simulation, shape, started.port, port),
    ...(to.length === 0 ? [] : [...destinationLines(prepared.agent, to), ""]),
  ];
  const exports = ["To point another program at the simulated task:", ...exportLines(simulation), ""];
  await watch(context, prepared, terminal.interactive ? heading : [...heading, ...exports], signal);
  over.abort();
  await started.stopped;
  terminal.out(`${[...lastLines(context, prepared), "Stopped."].join("\n")}\n`);
  return exitCodes.ok;
};

/** Where an output writes to standard output, all that is shown goes to standard error: `demo --to stdout | jq` works. */
const aside = (context: CommandContext, to: readonly string[]): CommandContext => {
  const { terminal } = context;
  if (!writesStandardOutput(to)) return context;
  return { ...context, terminal: { ...terminal, out: terminal.err, interactive: false } };
};

/** `taskvitals demo`: a simulation and the agent together in one process, shown live until stopped. */
export const demo = async (given: CommandContext, options: DemoOptions): Promise<ExitCode> => {
  const context = aside(given, options.to);
  const { clock, serve: serveHttp, files, http, processes } = context.services;
  const simulation = await startSimulation(
    { mode: "live", shape: shapeOf(options.shape), faults: options.fault },
    { clock, serveHttp, files, http, processes },
  );
  if (!simulation.ok) {
    tell(context, [simulation.problem]);
    return exitCodes.failed;
  }
  try {
    return await observe(context, simulation, options);
  } finally {
    await simulation.stop();
    await http.close();
  }
};
