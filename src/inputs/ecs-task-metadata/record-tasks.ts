import type { ContainerStats } from "../../formats/docker-stats/stats.ts";
import { openTaskNetworks } from "../../formats/docker-stats/task-networks.ts";
import type { ContainerDocument } from "../../formats/task-metadata/container-document.ts";
import type { TaskDocument } from "../../formats/task-metadata/task-document.ts";
import type { TaskIdentity } from "../../model/identity.ts";
import { taskKey } from "../../model/resource.ts";
import type { CollectContext } from "../../ports/input.ts";
import type { ResourceRecorder } from "../../ports/recorder.ts";
import { problem } from "../../problems/problem.ts";
import { networkOwner } from "./network-owner.ts";
import { recordContainer } from "./record-container.ts";
import { recordTask } from "./record-task.ts";

type Samples = ReadonlyMap<string, ContainerStats>;

/** Records tasks and their containers; remembers the network counters of tasks from one collection to the next. */
export interface TaskRecorder {
  record(ctx: CollectContext, tasks: readonly TaskDocument[], facts: TaskFacts): void;
}

export interface TaskFacts {
  /** Address of the endpoint, for problems. */
  readonly source: string;
  /** When the task documents were fetched. */
  readonly fetchedAtMs: number;
  /** Undefined: the statistics could not be fetched. */
  readonly samples: Samples | undefined;
  /** A task's identity with what the document does not tell. */
  identityOf(task: TaskDocument): TaskIdentity;
}

/** A container that runs for longer than this has been sampled, unless something is wrong. */
const sampledAfterMs = 30_000;

const withoutSample = (task: TaskDocument, samples: Samples, nowMs: number): readonly ContainerDocument[] =>
  task.containers.filter(
    ({ identity, knownStatus, startedMs }) =>
      knownStatus === "RUNNING" &&
      startedMs !== undefined &&
      nowMs - startedMs > sampledAfterMs &&
      !samples.has(identity.id),
  );

/** Where it began is where the task's network namespace did: with its first container. */
const earliestStart = (containers: readonly ContainerDocument[]): number | undefined => {
  const starts = containers.flatMap(({ createdMs, startedMs }) => createdMs ?? startedMs ?? []);
  return starts.length === 0 ? undefined : Math.min(...starts);
};

const dividesOnWindows = (identity: TaskIdentity, samples: readonly ContainerStats[]): boolean =>
  identity.launchType === "EC2" && samples.some(({ memory }) => memory.cgroup === "windows");

/** Only the ECS agent on EC2 ever divided. */
const dividesBySwitch = (identity: TaskIdentity, counters: "whole" | "divided"): boolean =>
  counters === "divided" && identity.launchType !== "FARGATE" && identity.launchType !== "MANAGED_INSTANCES";

/** What is odd about the tasks of one collection, put together so that many containers are one trouble. */
interface Oddities {
  /** Running containers without a sample. */
  readonly unsampled: string[];
  /** Numbers that cannot be. */
  readonly impossible: string[];
}

const note = (oddities: Oddities, task: TaskDocument, samples: Samples | undefined, nowMs: number): void => {
  const { family } = task.identity;
  if (task.impossible.length > 0) oddities.impossible.push(`${family}: ${task.impossible.join(", ")}`);
  if (samples === undefined) return;
  for (const { identity } of withoutSample(task, samples, nowMs)) oddities.unsampled.push(`${family}/${identity.name}`);
  for (const { identity } of task.containers) {
    const paths = samples.get(identity.id)?.impossible ?? [];
    if (paths.length > 0) oddities.impossible.push(`${family}/${identity.name}: ${paths.join(", ")}`);
  }
};

const shownAtMost = 10;

const summary = (items: readonly string[], separator: string): string =>
  items.length <= shownAtMost
    ? items.join(separator)
    : `${items.slice(0, shownAtMost).join(separator)} and ${items.length - shownAtMost} more`;

export const openTaskRecorder = (counters: "whole" | "divided"): TaskRecorder => {
  const networks = openTaskNetworks();

  const recordSharedNetwork = (
    recorder: ResourceRecorder<"task">,
    task: TaskDocument,
    identity: TaskIdentity,
    samples: Samples,
  ): void => {
    const sampled = task.containers.filter((container) => samples.has(container.identity.id));
    const stats = sampled.flatMap((container) => samples.get(container.identity.id) ?? []);
    const divided = dividesBySwitch(identity, counters) || dividesOnWindows(identity, stats);
    const sharers = sampled.filter((container) => container.identity.type !== "CNI_PAUSE").length;
    networks.record(recorder, taskKey(identity), stats, {
      sinceMs: earliestStart(task.containers),
      factor: divided ? Math.max(1, sharers) : 1,
    });
  };

  const recordOne = (ctx: CollectContext, task: TaskDocument, identity: TaskIdentity, facts: TaskFacts): void => {
    const { fetchedAtMs, samples } = facts;
    const recorder = ctx.recorder.task(identity);
    recordTask(recorder, task, fetchedAtMs);
    const owner = networkOwner(identity.networkMode);
    const containerFacts = { atMs: fetchedAtMs, networkOwner: owner, taskMemoryLimitBytes: task.memoryLimitBytes };
    for (const container of task.containers) {
      const target = ctx.recorder.container(container.identity, identity);
      recordContainer(target, container, samples?.get(container.identity.id), containerFacts);
    }
    if (samples === undefined) return;
    const newest = newestSample(task, samples);
    recorder.record("task.cpu.online", newest?.cpu.onlineCpus, {}, { atMs: newest?.readMs });
    if (owner === "task") recordSharedNetwork(recorder, task, identity, samples);
  };

  return {
    record: (ctx, tasks, facts) => {
      const oddities: Oddities = { unsampled: [], impossible: [] };
      for (const task of tasks) {
        recordOne(ctx, task, facts.identityOf(task), facts);
        note(oddities, task, facts.samples, ctx.nowMs);
      }
      networks.keep(new Set(tasks.map(({ identity }) => taskKey(identity))));
      const { unsampled, impossible } = oddities;
      if (unsampled.length > 0) ctx.report(problem("stats-missing", facts.source, summary(unsampled, ", ")));
      if (impossible.length > 0) ctx.report(problem("values-refused", facts.source, summary(impossible, "; ")));
    },
  };
};

const newestSample = (task: TaskDocument, samples: Samples): ContainerStats | undefined =>
  task.containers
    .flatMap(({ identity }) => samples.get(identity.id) ?? [])
    .reduce<ContainerStats | undefined>(
      (newest, sample) => (newest === undefined || sample.readMs > newest.readMs ? sample : newest),
      undefined,
    );
