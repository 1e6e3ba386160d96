import type { MetricId } from "../../../catalogue/catalogue.ts";
import type { ContainerIdentity, TaskIdentity } from "../../../model/identity.ts";
import type { Form } from "../../../model/place.ts";
import type { Attributes, Point } from "../../../model/point.ts";
import { containerResource, taskResource } from "../../../model/resource.ts";
import type { Entry, Snapshot } from "../../../model/snapshot.ts";
import type { Delivery } from "../../../ports/push-output.ts";

/** Sunday 1 March 2026, noon. */
export const noonMs = Date.UTC(2026, 2, 1, 12);

/** A counter's point has `perSecond` as the pipeline gives it. */
export const point = (
  metric: MetricId,
  value: number,
  atMs: number,
  { attributes = {}, perSecond }: { readonly attributes?: Attributes; readonly perSecond?: number } = {},
): Point => ({ metric, value, attributes, atMs, ...(perSecond === undefined ? {} : { perSecond }) });

export const taskOf = (id: string, more: Partial<TaskIdentity> = {}): TaskIdentity => ({
  arn: `arn:aws:ecs:eu-central-1:111122223333:task/shop/${id}`,
  id,
  cluster: "shop",
  family: "web",
  revision: "7",
  launchType: "FARGATE",
  networkMode: "awsvpc",
  ...more,
});

const status = (scope: "task" | "container", word: string, atMs: number): readonly Point[] => [
  point(`${scope}.status`, 1, atMs, { attributes: { type: "known", status: word } }),
  point(`${scope}.status`, 1, atMs, { attributes: { type: "desired", status: "RUNNING" } }),
];

export const taskEntry = (
  task: TaskIdentity,
  word: string | undefined,
  points: readonly Point[],
  atMs: number,
): Entry => ({
  resource: taskResource(task),
  points: [...(word === undefined ? [] : status("task", word, atMs)), ...points],
});

export const containerEntry = (
  container: Partial<ContainerIdentity> & { readonly name: string },
  task: TaskIdentity | undefined,
  word: string,
  points: readonly Point[],
  atMs: number,
): Entry => ({
  resource: containerResource({ id: `${task?.id ?? "none"}-${container.name}`, ...container }, task),
  points: [...status("container", word, atMs), ...points],
});

/** A container that uses so much of a core and so many MiB. */
export const usage = (atMs: number, cores: number | undefined, mebibytes: number): readonly Point[] => {
  const bytes = mebibytes * 1_048_576;
  return [
    point("container.cpu.time", atMs / 1e6, atMs, cores === undefined ? {} : { perSecond: cores }),
    ...(cores === undefined ? [] : [point("container.cpu.usage", cores, atMs)]),
    point("container.cpu.online", 2, atMs),
    point("container.memory.usage", bytes + 5_000_000, atMs),
    point("container.memory.insights", bytes + 1_000_000, atMs),
    point("container.memory.working_set", bytes, atMs),
  ];
};

export const network = (
  scope: "task" | "container",
  atMs: number,
  name: string,
  receive: number,
  transmit: number,
): readonly Point[] => [
  point(`${scope}.network.receive`, 1e6, atMs, { attributes: { interface: name }, perSecond: receive }),
  point(`${scope}.network.transmit`, 2e6, atMs, { attributes: { interface: name }, perSecond: transmit }),
];

export const snapshotOf = (takenAtMs: number, entries: readonly Entry[], form: Form = "sidecar"): Snapshot => ({
  takenAtMs,
  form,
  entries,
  inputs: [{ name: "ecs-task-metadata", up: true }],
});

export const snapshots = (list: readonly Snapshot[]): readonly Delivery[] =>
  list.map((snapshot) => ({ kind: "snapshot", snapshot }));

/** Times of collections: every ten seconds from `fromMs` on. */
export const everyTenSeconds = (fromMs: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => fromMs + place * 10_000);
