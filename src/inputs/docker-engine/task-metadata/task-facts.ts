import { fieldsOf } from "../../../formats/json-fields.ts";
import { parseTask, type TaskDocument } from "../../../formats/task-metadata/task-document.ts";
import type { Clock } from "../../../ports/clock.ts";
import { inFlight } from "../in-flight.ts";
import type { MetadataClient } from "./metadata-client.ts";

/** What ECS knows of a task and Docker does not, and what does not change while the task runs. */
export interface TaskFacts extends Pick<TaskDocument, "identity" | "cpuLimitVcpus" | "memoryLimitBytes"> {
  /** Of its own network interface, both IP families; empty without one. */
  readonly addresses: readonly string[];
}

/** A task, and one of its containers' address of the endpoint. */
export interface TaskAtEndpoint {
  readonly arn: string;
  readonly metadataUri: string;
}

/** Facts of tasks, asked once for each: they last as long as the task. */
export interface KnownTaskFacts {
  of(arn: string): TaskFacts | undefined;
  /** Asks for those that are not known; forgets tasks that are not among these. True: it learned some. */
  learn(tasks: readonly TaskAtEndpoint[], signal: AbortSignal): Promise<boolean>;
}

export const noTaskFacts: KnownTaskFacts = { of: () => undefined, learn: async () => false };

const atOnce = 8;
/** An endpoint that did not tell is asked again after this. */
const retryMs = 60_000;

/** Every container of the task tells them again. */
const ownAddresses = (raw: unknown): readonly string[] => {
  const networks = (fieldsOf(raw).list("Containers") ?? []).flatMap((one) => one.list("Networks") ?? []);
  const own = networks.filter((network) => network.text("NetworkMode") === "awsvpc");
  return [
    ...new Set(["IPv4Addresses", "IPv6Addresses"].flatMap((key) => own.flatMap((network) => network.texts(key)))),
  ];
};

export const openTaskFacts = (client: MetadataClient, clock: Clock): KnownTaskFacts => {
  const known = new Map<string, { readonly facts: TaskFacts | undefined; readonly askedAtMs: number }>();
  const isDue = (arn: string): boolean => {
    const found = known.get(arn);
    return found === undefined || (found.facts === undefined && clock.monotonic() - found.askedAtMs > retryMs);
  };
  const factsIn = (raw: unknown, arn: string): TaskFacts | undefined => {
    const task = parseTask(raw, { launchType: undefined, networkMode: undefined });
    if (task?.identity.arn !== arn) return undefined;
    const { identity, cpuLimitVcpus, memoryLimitBytes } = task;
    return { identity, cpuLimitVcpus, memoryLimitBytes, addresses: ownAddresses(raw) };
  };
  return {
    of: (arn) => known.get(arn)?.facts,
    learn: async (tasks, signal) => {
      const present = new Map(tasks.map((task) => [task.arn, task]));
      for (const arn of known.keys()) if (!present.has(arn)) known.delete(arn);
      let learned = false;
      await inFlight(
        [...present.values()].filter(({ arn }) => isDue(arn)),
        atOnce,
        () => !signal.aborted,
        async ({ arn, metadataUri }) => {
          const answer = await client.get(metadataUri, "/task", signal);
          if (signal.aborted) return;
          const facts = answer.ok ? factsIn(answer.value, arn) : undefined;
          known.set(arn, { facts, askedAtMs: clock.monotonic() });
          learned ||= facts !== undefined;
        },
      );
      return learned;
    },
  };
};
