import type { TaskCgroup } from "../../formats/cgroup/task-cgroup.ts";
import type { ContainerStats } from "../../formats/docker-stats/stats.ts";
import { openTaskNetworks } from "../../formats/docker-stats/task-networks.ts";
import { dividesNetwork, type TaskState } from "../../formats/ecs-introspection/agent.ts";
import type { TaskIdentity } from "../../model/identity.ts";
import { taskKey } from "../../model/resource.ts";
import type { Recorder, ResourceRecorder } from "../../ports/recorder.ts";
import { isAlive } from "./container-words.ts";
import type { TaskFiles } from "./host-files/host-stats.ts";
import type { SampledContainer } from "./record-container.ts";
import type { Introspection } from "./task-metadata/introspection.ts";
import type { TaskFacts } from "./task-metadata/task-facts.ts";

type TaskRecorder = ResourceRecorder<"task">;

/** A task's containers, and what its cgroup tells; undefined: that cannot be seen. */
export interface SampledTask {
  readonly task: TaskIdentity;
  readonly containers: readonly SampledContainer[];
  readonly cgroup: { readonly readMs: number; readonly found: TaskCgroup } | undefined;
  /** What ECS tells of it; undefined: it was not reached. */
  readonly facts: TaskFacts | undefined;
}

/** vCPUs: the task definition's, else what the kernel holds the task to. */
export const taskCpuLimit = ({ facts, cgroup }: SampledTask): number | undefined =>
  facts?.cpuLimitVcpus ?? cgroup?.found.cpuLimitVcpus;

/** Bytes: the task definition's, else what the kernel holds the task to. */
export const taskMemoryLimit = ({ facts, cgroup }: SampledTask): number | undefined =>
  facts?.memoryLimitBytes ?? cgroup?.found.memoryLimitBytes;

export interface TaskRecordingOptions {
  readonly files: TaskFiles;
  /** Whether sockets are counted by state: each reading costs the kernel about a millisecond, however few they are. */
  readonly connections: boolean;
  readonly factsOf: (arn: string) => TaskFacts | undefined;
  readonly introspection: Introspection;
}

/** Records tasks; remembers the network counters of those in awsvpc from one collection to the next. */
export interface TaskRecording {
  /** Puts containers together to their tasks. */
  gather(containers: readonly SampledContainer[]): readonly SampledTask[];
  record(to: Recorder, tasks: readonly SampledTask[]): void;
}

const recordLimits = (recorder: TaskRecorder, sampled: SampledTask): void => {
  recorder.record("task.cpu.limit", taskCpuLimit(sampled));
  recorder.record("task.memory.limit", taskMemoryLimit(sampled));
};

const recordState = (recorder: TaskRecorder, state: TaskState | undefined): void => {
  if (state?.known !== undefined) recorder.record("task.status", 1, { type: "known", status: state.known });
  if (state?.desired !== undefined) recorder.record("task.status", 1, { type: "desired", status: state.desired });
};

const recordCgroup = (recorder: TaskRecorder, { cgroup }: SampledTask): void => {
  if (cgroup === undefined) return;
  const { readMs: atMs, found } = cgroup;
  const time = { atMs };
  const { cpuLimitVcpus, throttling, pressure } = found;
  if (cpuLimitVcpus !== undefined) {
    recorder.record("task.cpu.periods", throttling?.periods, {}, time);
    recorder.record("task.cpu.throttled_periods", throttling?.throttledPeriods, {}, time);
    recorder.record("task.cpu.throttled_time", throttling?.throttledSeconds, {}, time);
  }
  recorder.record("task.memory.max_usage", found.memoryMaxUsageBytes, {}, time);
  recorder.record("task.memory.oom_kills", found.oomKills, {}, time);
  for (const { resource, kind, stalledSeconds } of pressure) {
    recorder.record("task.pressure.stalled", stalledSeconds, { resource, kind }, time);
  }
};

/** The network of an awsvpc task began with its pause container. */
const networkStart = (containers: readonly SampledContainer[]): number | undefined => {
  const starts = containers.flatMap(({ settings, listed }) => settings?.createdAtMs ?? listed.createdAtMs ?? []);
  return starts.length === 0 ? undefined : Math.min(...starts);
};

/** Samples that tell of the task's network, and by what they are to be multiplied. */
const networkSamples = (
  containers: readonly SampledContainer[],
  divided: boolean,
): { readonly samples: readonly ContainerStats[]; readonly factor: number } => {
  const told = containers.flatMap(({ sample }) =>
    sample === undefined || sample.stats.networks.length === 0 ? [] : [sample],
  );
  const ofFiles = told.filter(({ route }) => route.path === "host-files");
  if (ofFiles.length > 0) return { samples: ofFiles.map(({ stats }) => stats), factor: 1 };
  const sharers = containers.filter(
    ({ sample, identified }) => sample?.route.path === "task-metadata" && identified.network !== "task",
  );
  return { samples: told.map(({ stats }) => stats), factor: divided ? Math.max(1, sharers.length) : 1 };
};

export const openTaskRecording = (options: TaskRecordingOptions): TaskRecording => {
  const { files, connections, factsOf, introspection } = options;
  const networks = openTaskNetworks();

  const recordNetwork = (recorder: TaskRecorder, { task, containers }: SampledTask): void => {
    if (task.networkMode !== "awsvpc") return;
    const divided = dividesNetwork(introspection.agent()?.version);
    const { samples, factor } = networkSamples(containers, divided);
    networks.record(recorder, taskKey(task), samples, { sinceMs: networkStart(containers), factor });
    const owner = containers.find(({ identified, state }) => identified.network === "task" && isAlive(state));
    if (!connections || owner === undefined) return;
    for (const [state, count] of files.connections(owner.listed.id) ?? []) {
      recorder.record("task.network.connections", count, { state });
    }
  };

  const cgroupOf = (task: TaskIdentity, containers: readonly SampledContainer[]): SampledTask["cgroup"] => {
    for (const { listed, sample } of containers) {
      const cgroup = sample === undefined ? undefined : files.taskCgroup(listed.id, task.id);
      if (cgroup !== undefined) return cgroup;
    }
    return undefined;
  };

  return {
    gather: (containers) => {
      const byTask = Map.groupBy(containers, ({ identified }) => identified.task);
      return [...byTask].flatMap(([task, members]) =>
        task === undefined
          ? []
          : [{ task, containers: members, cgroup: cgroupOf(task, members), facts: factsOf(task.arn) }],
      );
    },
    record: (to, tasks) => {
      for (const sampled of tasks) {
        const recorder = to.task(sampled.task);
        // As any container of the task tells.
        const cpus = sampled.containers.map(({ sample }) => sample?.stats.cpu.onlineCpus).find(Boolean);
        recorder.record("task.cpu.online", cpus);
        recordLimits(recorder, sampled);
        recordState(recorder, introspection.stateOf(sampled.task.arn));
        recordCgroup(recorder, sampled);
        recordNetwork(recorder, sampled);
      }
      networks.keep(new Set(tasks.map(({ task }) => taskKey(task))));
    },
  };
};
