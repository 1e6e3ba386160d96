import type { Clock } from "../../src/ports/clock.ts";
import type { HttpClient } from "../../src/ports/http-client.ts";
import type { ServerReply, ServerRequest } from "../../src/ports/http-server.ts";
import { addressesOf, environmentOf } from "../../src/simulate/addresses.ts";
import { endpoint } from "../../src/simulate/endpoint.ts";
import { faultBoard } from "../../src/simulate/fault-board.ts";
import type { EventFault, Fault } from "../../src/simulate/faults.ts";
import type { TaskPlan } from "../../src/simulate/plan.ts";
import { daemonPlan } from "../../src/simulate/plans.ts";
import { scriptedSource } from "../../src/simulate/scripted-source.ts";
import { shapes } from "../../src/simulate/shapes/shape.ts";
import type { Case, Patches, Step } from "./case-file.ts";
import { patchDocument } from "./merge-patch.ts";
import { handlerClient, Refused } from "./simulated-client.ts";

/** ECS's own address, so that the agent takes itself for a container of the task. */
const origin = "http://169.254.170.2";

const events = new Set<Fault["kind"]>(["stop", "restart", "counter-reset", "clock-step"]);
const isEvent = (fault: Fault): fault is EventFault => events.has(fault.kind);

/** The endpoint of a case: the simulated one, with the case's patches, replies and faults. */
export interface CaseEndpoint {
  readonly http: HttpClient;
  /** What ECS would put into the agent's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Makes the step's faults, patches and replies those in force. */
  enter(step: Step): void;
  /** Paths asked for since the last call, after the base address. */
  asked(): readonly string[];
}

const withoutVersions = (
  environment: Readonly<Record<string, string>>,
  { endpoint: version }: Case,
): Readonly<Record<string, string>> => {
  const { ECS_CONTAINER_METADATA_URI_V4, ECS_CONTAINER_METADATA_URI, ...rest } = environment;
  if (version === "v4") return environment;
  return version === "v3" && ECS_CONTAINER_METADATA_URI !== undefined ? { ...rest, ECS_CONTAINER_METADATA_URI } : rest;
};

export const openCaseEndpoint = (given: Case, plans: readonly TaskPlan[], clock: Clock): CaseEndpoint => {
  const shape = { ...shapes[given.shape], ...given.but };
  const startedAtMs = clock.now();
  const ours = plans.map((plan) => ({ plan, isDaemon: false }));
  const tasks = shape.managedDaemon ? [...ours, { plan: daemonPlan, isDaemon: true }] : ours;
  const source = scriptedSource(
    tasks.map(({ plan, isDaemon }, index) => ({ shape, plan, isDaemon, index, startedAtMs, seed: "case" })),
  );
  const faults = faultBoard(clock);
  const simulated = endpoint({ source, clock, faults, limit: "off" });

  const addresses = addressesOf(source, origin, startedAtMs);
  const own = addresses.at(-1);
  // The agent is the last container of its task: in awsvpc the first one is the pause container.
  const container = own?.containers.at(-1);
  if (own === undefined || container === undefined) throw new Error("a case needs a task with a container");
  const nameOf = new Map(addresses.flatMap((task) => task.containers.map(({ dockerId, name }) => [dockerId, name])));
  const environment = withoutVersions(environmentOf(source.moment(tasks.length - 1, startedAtMs), container), given);
  const base =
    given.endpoint === "v2" ? "/v2" : new URL(given.endpoint === "v3" ? container.v3 : container.v4).pathname;

  let patches: Patches = given;
  let replies: Step["replies"] = {};
  let used = new Map<string, number>();
  let asked: string[] = [];

  const replaced = (path: string): ServerReply | undefined => {
    const reply = replies[path] ?? replies["*"];
    const count = used.get(path) ?? 0;
    used.set(path, count + 1);
    if (reply === undefined || count >= reply.times) return undefined;
    const { status, headers, body, fail } = reply;
    const whole = { status, headers: { "content-type": "application/json", ...headers }, body };
    if (fail === "refused") throw new Refused();
    return fail === undefined ? whole : { ...whole, fault: fail === "timeout" ? "silence" : "reset" };
  };

  const patched = (reply: ServerReply, path: string): ServerReply => {
    const { task, containers, stats } = patches;
    const none = task === undefined && Object.keys(containers).length + Object.keys(stats).length === 0;
    // Left as it is, a body keeps its exact text: 2^64-1, white space.
    if (none || reply.status !== 200 || typeof reply.body !== "string" || reply.fault !== undefined) return reply;
    if (!reply.body.startsWith("{") && !reply.body.startsWith("[")) return reply;
    const kind = path.endsWith("/stats") ? "stats" : "task";
    return { ...reply, body: JSON.stringify(patchDocument(JSON.parse(reply.body), kind, patches, nameOf)) };
  };

  const handler = async (request: ServerRequest): Promise<ServerReply> => {
    const path = request.path.startsWith(base) ? request.path.slice(base.length) : request.path;
    asked.push(path);
    return replaced(path) ?? patched(await simulated(request), path);
  };

  return {
    http: handlerClient(handler, clock),
    environment,
    enter: (step) => {
      patches = {
        task: step.task ?? given.task,
        containers: { ...given.containers, ...step.containers },
        stats: { ...given.stats, ...step.stats },
      };
      replies = step.replies;
      used = new Map();
      for (const fault of step.faults) {
        if (isEvent(fault)) source.happen({ ...fault, atMs: clock.now() + (fault.afterMs ?? 0) });
        else faults.set(fault);
      }
    },
    asked: () => {
      const since = asked;
      asked = [];
      return since;
    },
  };
};
