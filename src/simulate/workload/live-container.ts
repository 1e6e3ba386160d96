import type { Clock } from "../../ports/clock.ts";
import type { Files } from "../../ports/files.ts";
import type { Processes, WorkloadProgram } from "../../ports/processes.ts";
import type { ContainerMoment, Sample, Traffic, Usage } from "../moment.ts";
import type { ContainerPlan } from "../plan.ts";
import { type InterfaceReading, networkOf, noTraffic, plus } from "../traffic.ts";
import { measureHost, measureProcess } from "./measure.ts";
import { type ProgramRun, runProgram } from "./program-run.ts";
import { sinceCounters, withCounters } from "./usage-sums.ts";

export interface LiveContainerParts {
  readonly plan: ContainerPlan;
  readonly program: WorkloadProgram;
  readonly args: readonly string[];
  readonly refreshMs: number;
  readonly clock: Clock;
  readonly files: Files;
  readonly processes: Processes;
  /** Counters of the interface in the container's network namespace; undefined where it has none of its own. */
  readInterface(name: string): Promise<InterfaceReading | undefined>;
}

/** A process that stands for a container. */
export interface LiveContainer {
  readonly plan: ContainerPlan;
  state(): Omit<ContainerMoment, "plan" | "ids" | "hostPorts">;
  /** The port that its present run listens on, if it does. */
  port(): number | undefined;
  /** Starts it; resolves when it is ready, or could not be. */
  start(): Promise<void>;
  /** Traffic since the counters began, and of all its runs together; undefined when it cannot be told now. */
  traffic(): Promise<{ readonly counted: Traffic; readonly ever: Traffic } | undefined>;
  stop(exitCode: number): Promise<void>;
  /** With `goesOn`, the counters continue where they were. */
  restart(goesOn: boolean): Promise<void>;
  resetCounters(): void;
  /** Ends it for good, in the middle of a restart too. */
  close(): Promise<void>;
}

export const liveContainer = (parts: LiveContainerParts): LiveContainer => {
  const { plan, program, args, refreshMs, clock, files, processes } = parts;
  let run: ProgramRun | undefined;
  let beginning: Promise<ProgramRun | undefined> | undefined;
  let closed = false;
  let port: number | undefined;
  let reading = new AbortController();
  let phase: ContainerMoment["phase"] = "pulled";
  let times: Pick<ContainerMoment, "startedAtMs" | "finishedAtMs" | "exitCode"> = {};
  let restartCount = 0;
  let samples: Pick<ContainerMoment, "sample" | "previous"> = {};
  /** As measured last, of this run alone. */
  let raw: Usage | undefined;
  /** Counters of earlier runs that go on; counters at a reset. */
  let carried: Usage | undefined;
  let base: Usage | undefined;
  let pastTraffic = noTraffic;
  let interfaces: { now?: InterfaceReading; before?: InterfaceReading | undefined } = {};

  const shown = (usage: Usage): Usage => withCounters(sinceCounters(usage, base), carried);

  const network = async (): Promise<Pick<Sample, "network" | "networkRate">> => {
    const now = await parts.readInterface(plan.name);
    if (now === undefined) return {};
    if (interfaces.now?.atMs !== now.atMs) interfaces = { now, before: interfaces.now };
    return networkOf(now, interfaces.before);
  };

  const read = async (of: ProgramRun, signal: AbortSignal): Promise<void> => {
    const report = await of.report();
    const [usage, host] = await Promise.all([measureProcess(files, of.pid, report), measureHost(files, report)]);
    const readMs = clock.now();
    const net = await network();
    if (usage === undefined || signal.aborted) return;
    raw = usage;
    const sample = { readMs, usage: shown(usage), host, ...net };
    samples = samples.sample === undefined ? { sample } : { sample, previous: samples.sample };
  };

  const readAgainAndAgain = async (of: ProgramRun, startedAtMs: number, signal: AbortSignal): Promise<void> => {
    let nextMs = startedAtMs + Math.min(1_000, refreshMs);
    for (;;) {
      await clock.sleep(Math.max(0, nextMs - clock.now()), signal);
      if (signal.aborted) return;
      await read(of, signal);
      nextMs = Math.max(nextMs + refreshMs, clock.now());
    }
  };

  const ended = (startedAtMs: number, exitCode: number): void => {
    reading.abort();
    phase = "stopped";
    times = { startedAtMs, finishedAtMs: clock.now(), exitCode };
    pastTraffic = plus(pastTraffic, raw?.traffic ?? noTraffic);
  };

  const begin = async (restarts: number): Promise<ProgramRun | undefined> => {
    if (closed) return undefined;
    const startedAtMs = clock.now();
    const started = await runProgram(processes, clock, program, args);
    raw = undefined;
    restartCount = restarts;
    if (!started.ok) {
      // What a shell says of a command that it cannot run.
      ended(startedAtMs, 127);
      return undefined;
    }
    run = started;
    phase = "running";
    times = { startedAtMs };
    reading = new AbortController();
    void started.ended.then(({ exitCode }) => ended(startedAtMs, exitCode));
    void readAgainAndAgain(started, startedAtMs, reading.signal);
    return started;
  };

  const start = async (restarts: number): Promise<void> => {
    const begun = begin(restarts);
    beginning = begun;
    port = await (await begun)?.ready;
  };

  const stop = async (exitCode: number): Promise<void> => {
    if (run === undefined || phase !== "running") return;
    run.end(exitCode);
    await run.ended;
  };

  return {
    plan,
    // The last readings go with the process, as a stopped container has no statistics.
    state: () => ({ phase, ...times, restartCount, ...(phase === "running" ? samples : {}) }),
    port: () => port,
    start: () => start(0),
    traffic: async () => {
      if (program === "pause" || phase === "pulled") return { counted: noTraffic, ever: noTraffic };
      if (run === undefined || phase !== "running") return { counted: noTraffic, ever: pastTraffic };
      const usage = await measureProcess(files, run.pid, await run.report());
      if (usage?.traffic === undefined) return undefined;
      return { counted: shown(usage).traffic ?? noTraffic, ever: plus(pastTraffic, usage.traffic) };
    },
    stop,
    restart: async (goesOn) => {
      const last = samples.sample;
      await stop(137);
      carried = goesOn ? last?.usage : undefined;
      base = undefined;
      samples = goesOn && last !== undefined ? { sample: last } : {};
      await start(restartCount + 1);
    },
    resetCounters: () => {
      base = raw;
      carried = undefined;
    },
    close: async () => {
      closed = true;
      await beginning;
      await stop(137);
    },
  };
};
