import {
  type EcsAgent,
  introspectionAddresses,
  parseEcsAgent,
  parseTaskStates,
  type TaskState,
} from "../../../formats/ecs-introspection/agent.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { KernelFiles } from "../../../ports/files.ts";
import type { HttpClient } from "../../../ports/http-client.ts";
import { parseJson } from "../engine-problem.ts";

/** What the ECS agent of the instance tells of itself and of its tasks. */
export interface Introspection {
  /** Asks when it is time to. Where nobody answers it is asked rarely, and that is no trouble. */
  refresh(signal: AbortSignal): Promise<void>;
  /** Undefined: it has not answered. */
  agent(): EcsAgent | undefined;
  stateOf(arn: string): TaskState | undefined;
}

export interface IntrospectionOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly files: KernelFiles;
  /** Undefined: where it usually is. */
  readonly url: string | undefined;
}

const timeoutMs = 1000;
const maxBodyBytes = 8 * 1024 * 1024;
const everyMs = 5000;
const restMs = 60_000;

export const noIntrospection: Introspection = {
  refresh: async () => {},
  agent: () => undefined,
  stateOf: () => undefined,
};

export const openIntrospection = ({ http, clock, files, url }: IntrospectionOptions): Introspection => {
  let agent: EcsAgent | undefined;
  let address: string | undefined;
  let states: ReadonlyMap<string, TaskState> = new Map();
  let notBefore = Number.NEGATIVE_INFINITY;

  const ask = async <T>(base: string, path: string, parse: (raw: unknown) => T | undefined, signal: AbortSignal) => {
    const answer = await http.request({ url: `${base}${path}`, timeoutMs, maxBodyBytes, signal });
    if (!answer.ok || answer.status !== 200) return undefined;
    const parsed = parseJson(answer.body);
    return parsed.ok ? parse(parsed.value) : undefined;
  };

  const addresses = (): readonly string[] => {
    if (url !== undefined) return [url.replace(/\/+$/, "")];
    const route = files.readNow("/proc/net/route");
    return introspectionAddresses(route.ok ? route.text : undefined);
  };

  const findAgent = async (signal: AbortSignal): Promise<void> => {
    for (const candidate of addresses()) {
      agent = await ask(candidate, "/v1/metadata", parseEcsAgent, signal);
      if (agent === undefined) continue;
      address = candidate;
      return;
    }
  };

  return {
    agent: () => agent,
    stateOf: (arn) => states.get(arn),
    refresh: async (signal) => {
      if (clock.monotonic() < notBefore) return;
      // It has no ARN before the instance is registered, and another version after an update.
      if (address === undefined || agent?.containerInstanceArn === undefined) await findAgent(signal);
      const found = address === undefined ? undefined : await ask(address, "/v1/tasks", parseTaskStates, signal);
      if (signal.aborted) return;
      if (found === undefined) address = undefined;
      states = found ?? new Map();
      notBefore = clock.monotonic() + (found === undefined ? restMs : everyMs);
    },
  };
};
