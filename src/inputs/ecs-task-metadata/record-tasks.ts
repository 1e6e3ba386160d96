import type { ContainerStats } from "../../formats/docker-stats/stats.ts";
import type { TaskIdentity } from "../../model/identity.ts";
import { taskKey } from "../../model/resource.ts";
import type { CollectContext } from "../../ports/input.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { ContainerDocument } from "./container-document.ts";
import { networkOwner } from "./network-owner.ts";
import { recordContainer } from "./record-container.ts";
import { recordTask } from "./record-task.ts";
import type { TaskDocument } from "./task-document.ts";
import { openTaskNetworks } from "./task-network.ts";

type Samples = ReadonlyMap<string, ContainerStats>;

/** Records tasks and their containers; remembers the network counters of tasks between collections. */
export interface TaskRecorder {
  record(ctx: CollectContext, task: TaskDocument, identity: TaskIdentity, facts: TaskFacts): void;
  /** Forgets the tasks that are gone. */
  keep(tasks: readonly TaskDocument[]): void;
}

export interface TaskFacts {
  /** When the task document was fetched. */
  readonly fetchedAtMs: number;
  /** Undefined: the statistics could not be fetched. */
  readonly samples: Samples | undefined;
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

const troubles = (task: TaskDocument, samples: Samples, nowMs: number): readonly Problem[] => {
  const missing = withoutSample(task, samples, nowMs).map(({ identity }) => identity.name);
  const found = missing.length === 0 ? [] : [problem("stats-missing", task.identity.id, missing.join(", "))];
  for (const { identity } of task.containers) {
    const impossible = samples.get(identity.id)?.impossible ?? [];
    if (impossible.length > 0) {
      found.push(problem("values-refused", `${task.identity.id} ${identity.name}`, impossible.join(", ")));
    }
  }
  return found;
};

export const openTaskRecorder = (counters: "whole" | "divided"): TaskRecorder => {
  const networks = openTaskNetworks();

  const recordSharedNetwork = (
    ctx: CollectContext,
    task: TaskDocument,
    identity: TaskIdentity,
    samples: Samples,
  ): void => {
    const sampled = task.containers.filter((container) => samples.has(container.identity.id));
    const stats = sampled.flatMap((container) => samples.get(container.identity.id) ?? []);
    const divided = dividesBySwitch(identity, counters) || dividesOnWindows(identity, stats);
    const sharers = sampled.filter((container) => container.identity.type !== "CNI_PAUSE").length;
    networks.record(ctx.recorder.task(identity), taskKey(identity), stats, {
      sinceMs: earliestStart(task.containers),
      factor: divided ? Math.max(1, sharers) : 1,
    });
  };

  return {
    record: (ctx, task, identity, { fetchedAtMs, samples }) => {
      const recorder = ctx.recorder.task(identity);
      recordTask(recorder, task, fetchedAtMs);
      const owner = networkOwner(identity.networkMode);
      for (const container of task.containers) {
        recordContainer(
          ctx.recorder.container(container.identity, identity),
          container,
          samples?.get(container.identity.id),
          { atMs: fetchedAtMs, networkOwner: owner, taskMemoryLimitBytes: task.memoryLimitBytes },
        );
      }
      if (task.impossible.length > 0) {
        ctx.report(problem("values-refused", task.identity.id, task.impossible.join(", ")));
      }
      if (samples === undefined) return;
      const newest = newestSample(task, samples);
      recorder.record("task.cpu.online", newest?.cpu.onlineCpus, {}, { atMs: newest?.readMs });
      if (owner === "task") recordSharedNetwork(ctx, task, identity, samples);
      for (const found of troubles(task, samples, ctx.nowMs)) ctx.report(found);
    },
    keep: (tasks) => networks.keep(new Set(tasks.map(({ identity }) => taskKey(identity)))),
  };
};

const newestSample = (task: TaskDocument, samples: Samples): ContainerStats | undefined =>
  task.containers
    .flatMap(({ identity }) => samples.get(identity.id) ?? [])
    .reduce<ContainerStats | undefined>(
      (newest, sample) => (newest === undefined || sample.readMs > newest.readMs ? sample : newest),
      undefined,
    );
