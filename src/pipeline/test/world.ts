import type { MetricId } from "../../catalogue/catalogue.ts";
import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import { type Attributes, type Point, pointKey } from "../../model/point.ts";
import { containerResource, taskResource } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { Recorder } from "../../ports/recorder.ts";
import type { Reception } from "../reception.ts";
import { type Collection, openRecorder } from "../recorder.ts";

/** 2026-01-01, a moment that no test depends on. */
export const startMs = Date.UTC(2026, 0, 1);

/** A moment this long after the start, by clocks that agree. */
export const moment = (ms: number): Reception => ({ nowMs: startMs + ms, elapsedMs: ms });

export const taskOf = (id: string, more: Partial<TaskIdentity> = {}): TaskIdentity => ({
  arn: `arn:aws:ecs:eu-west-1:123456789012:task/shop/${id}`,
  id,
  cluster: "shop",
  family: "web",
  revision: "7",
  ...more,
});

export const containerOf = (id: string, more: Partial<ContainerIdentity> = {}): ContainerIdentity => ({
  id,
  name: id,
  ...more,
});

/** What `fill` records at this moment. */
export const collectionOf = (nowMs: number, fill: (recorder: Recorder) => void): Collection => {
  const { recorder, close } = openRecorder(nowMs);
  fill(recorder);
  return close();
};

const find = (points: readonly Point[], metric: MetricId, attributes: Attributes): Point | undefined => {
  const key = pointKey(metric, attributes);
  return points.find((point) => pointKey(point.metric, point.attributes) === key);
};

/** Finds points among entries or drafts. */
export const inWorld = (entries: Iterable<Entry>) => {
  const byKey = new Map([...entries].map(({ resource, points }) => [resource.key, points]));
  return {
    keys: (): readonly string[] => [...byKey.keys()],
    task: (id: string, metric: MetricId, attributes: Attributes = {}): Point | undefined =>
      find(byKey.get(taskResource(taskOf(id)).key) ?? [], metric, attributes),
    container: (id: string, metric: MetricId, attributes: Attributes = {}): Point | undefined =>
      find(byKey.get(containerResource(containerOf(id)).key) ?? [], metric, attributes),
  };
};
