import type { Clock } from "../ports/clock.ts";
import type { Files } from "../ports/files.ts";
import type { HttpClient } from "../ports/http-client.ts";
import type { ServeHttp } from "../ports/http-server.ts";
import type { Processes } from "../ports/processes.ts";
import type { Problem } from "../problems/problem.ts";
import type { TaskAddress } from "./addresses.ts";
import type { Fault } from "./faults.ts";
import type { TaskPlan } from "./plan.ts";
import type { Shape, ShapeName } from "./shapes/shape.ts";
import type { Throttle } from "./throttle.ts";

export interface SimulationOptions {
  /** live: one task of real processes, measured. scripted: any number, with exact counters. */
  readonly mode: "live" | "scripted";
  /** What is imitated, by name or in full. Default "fargate". */
  readonly shape?: ShapeName | Shape;
  /** Loopback unless said. */
  readonly host?: string;
  /** 0, the default: any free one. */
  readonly port?: number;
  /** From the start on; more can be set while it runs. */
  readonly faults?: readonly Fault[];
  /** Requests a second for each caller and path: the ECS agent's 40, with a burst of 60. "off" for benches. */
  readonly throttle?: Throttle | "off";
  /** Scripted: how many tasks (1), or which. */
  readonly tasks?: number | readonly TaskPlan[];
  /** Scripted, with a number of tasks: containers of each (3). */
  readonly containersPerTask?: number;
  /** Scripted: how long the tasks have been running at the start, in ms (60,000). */
  readonly ageMs?: number;
  /** Ids, addresses and ARNs follow from it. Default: "taskvitals" scripted, the time of the start live. */
  readonly seed?: string;
  /** Live: where the web server writes its access log (LTSV); without it, none is written. */
  readonly accessLogPath?: string;
}

export interface SimulationDeps {
  readonly clock: Clock;
  readonly serveHttp: ServeHttp;
  readonly files: Files;
  /** Live: visits the web server. */
  readonly http: HttpClient;
  /** Live. */
  readonly processes: Processes;
}

export interface Simulation {
  readonly ok: true;
  readonly port: number;
  /** `http://host:port`. */
  readonly origin: string;
  /** In the order of the list; with a managed daemon its own task is the last. */
  readonly tasks: readonly TaskAddress[];
  /** Base of v2, which knows the first task only (by the caller's address on real ECS). */
  readonly v2: string;
  /** Shape "managed-daemon": the v4 base whose `/tasks` and `/tasks/stats` answer. */
  readonly daemonV4?: string;
  /** What ECS puts into the environment of a container: of the first one, or of the managed daemon's. */
  readonly environment: Readonly<Record<string, string>>;
  /** GET lists, POST sets, DELETE clears the faults. */
  readonly controlUrl: string;
  /** Live: the web server's own address. */
  readonly webServerUrl?: string;
  /** What cannot be measured on this machine, and how it is told instead; for people. */
  readonly notes: readonly string[];
  setFault(fault: Fault): void;
  /** Takes back faults of replies and statistics; what happened to containers stays. */
  clearFaults(): void;
  /** Closes the endpoint and ends every process. Safe twice. */
  stop(): Promise<void>;
}

export interface NoSimulation {
  readonly ok: false;
  readonly problem: Problem;
}
