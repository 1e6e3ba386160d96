import type { TaskDocument } from "../../formats/task-metadata/task-document.ts";
import type { ResourceRecorder } from "../../ports/recorder.ts";

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

const pullSeconds = ({ pullStartedMs, pullStoppedMs }: TaskDocument): number | undefined =>
  pullStartedMs === undefined || pullStoppedMs === undefined || pullStoppedMs < pullStartedMs
    ? undefined
    : (pullStoppedMs - pullStartedMs) / 1000;

const recordStatus = (recorder: ResourceRecorder<"task">, task: TaskDocument, atMs: number): void => {
  const { knownStatus, desiredStatus } = task;
  if (knownStatus !== undefined) recorder.record("task.status", 1, { type: "known", status: knownStatus }, { atMs });
  if (desiredStatus !== undefined) {
    recorder.record("task.status", 1, { type: "desired", status: desiredStatus }, { atMs });
  }
};

/** Records what the document tells of the task itself. `atMs`: when it was fetched. */
export const recordTask = (recorder: ResourceRecorder<"task">, task: TaskDocument, atMs: number): void => {
  const time = { atMs };
  recordStatus(recorder, task, atMs);
  recorder.record("task.cpu.limit", task.cpuLimitVcpus, {}, time);
  recorder.record("task.memory.limit", task.memoryLimitBytes, {}, time);
  recorder.record("task.ephemeral_storage.used", task.storageUsedBytes, {}, time);
  recorder.record("task.ephemeral_storage.allocated", task.storageAllocatedBytes, {}, time);
  recorder.record("task.image_pull.start_timestamp", seconds(task.pullStartedMs), {}, time);
  recorder.record("task.image_pull.stop_timestamp", seconds(task.pullStoppedMs), {}, time);
  recorder.record("task.image_pull.duration", pullSeconds(task), {}, time);
  recorder.record("task.execution_stopped_timestamp", seconds(task.executionStoppedMs), {}, time);
  recorder.record("task.clock.error_bound", seconds(task.clockErrorBoundMs), {}, time);
  const { clockSynchronized } = task;
  recorder.record(
    "task.clock.synchronized",
    clockSynchronized === undefined ? undefined : Number(clockSynchronized),
    {},
    time,
  );
};
