import { fieldsOf } from "../../formats/json-fields.ts";
import type { TaskIdentity } from "../../model/identity.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HttpClient } from "../../ports/http-client.ts";
import { parseJson } from "./engine-problem.ts";
import { inFlight } from "./in-flight.ts";

/** A task that has a network interface of its own, and where its metadata endpoint is. */
export interface TaskWithInterface {
  readonly task: TaskIdentity;
  readonly metadataUri: string;
}

/** Addresses of tasks in awsvpc mode, asked once of each task's metadata endpoint: they last as long as the task. */
export interface TaskAddresses {
  /** Empty while they are not known. */
  of(arn: string): readonly string[];
  /** Asks for those that are not known; forgets tasks that are not among these. True: it learned some. */
  learn(tasks: readonly TaskWithInterface[], signal: AbortSignal): Promise<boolean>;
}

/** Where ECS serves it. What a container's environment says else is not asked. */
const ownEndpoint = /^http:\/\/169\.254\.170\.2\/v[34]\/[\w-]+$/;

const timeoutMs = 2000;
const maxBodyBytes = 1024 * 1024;
const atOnce = 4;
/** An endpoint that did not tell is asked again after this. */
const retryMs = 30_000;

const addressesIn = (body: string): readonly string[] => {
  const parsed = parseJson(body);
  if (!parsed.ok) return [];
  const networks = (fieldsOf(parsed.value).list("Containers") ?? []).flatMap((one) => one.list("Networks") ?? []);
  const own = networks.filter((network) => network.text("NetworkMode") === "awsvpc");
  return [
    ...new Set(["IPv4Addresses", "IPv6Addresses"].flatMap((key) => own.flatMap((network) => network.texts(key)))),
  ];
};

export const openTaskAddresses = (http: HttpClient, clock: Clock): TaskAddresses => {
  const known = new Map<string, { readonly addresses: readonly string[]; readonly askedAtMs: number }>();
  const isDue = (arn: string): boolean => {
    const found = known.get(arn);
    return found === undefined || (found.addresses.length === 0 && clock.monotonic() - found.askedAtMs > retryMs);
  };
  return {
    of: (arn) => known.get(arn)?.addresses ?? [],
    learn: async (tasks, signal) => {
      const present = new Set(tasks.map(({ task }) => task.arn));
      for (const arn of known.keys()) if (!present.has(arn)) known.delete(arn);
      const due = new Map(tasks.filter(({ task }) => isDue(task.arn)).map((one) => [one.task.arn, one]));
      const asked = [...due.values()].filter(({ metadataUri }) => ownEndpoint.test(metadataUri));
      let learned = false;
      await inFlight(
        asked,
        atOnce,
        () => !signal.aborted,
        async ({ task, metadataUri }) => {
          const answer = await http.request({ url: `${metadataUri}/task`, timeoutMs, maxBodyBytes, signal });
          const addresses = answer.ok && answer.status === 200 ? addressesIn(answer.body) : [];
          known.set(task.arn, { addresses, askedAtMs: clock.monotonic() });
          learned ||= addresses.length > 0;
        },
      );
      return learned;
    },
  };
};
