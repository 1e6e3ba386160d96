import type { MetricId } from "../../src/catalogue/catalogue.ts";
import type { TaskIdentity } from "../../src/model/identity.ts";
import type { Attributes, Point } from "../../src/model/point.ts";
import { containerResource, taskResource } from "../../src/model/resource.ts";
import type { Entry, Snapshot } from "../../src/model/snapshot.ts";

/** A counter and its change per second. */
interface Rated {
  readonly value: number;
  readonly perSecond: number;
}

export const rated = (value: number, perSecond: number): Rated => ({ value, perSecond });

/** One value, or one for each set of attributes. */
type Value = number | Rated | readonly (readonly [Attributes, number | Rated])[];

const isList = (value: Value): value is readonly (readonly [Attributes, number | Rated])[] => Array.isArray(value);

export type Values = Partial<Record<MetricId, Value>>;

/** Milliseconds since the epoch. */
export const sampleMs = Date.UTC(2026, 0, 1, 12, 3, 14);

const pointsOf = (values: Values, atMs: number): readonly Point[] =>
  Object.entries(values).flatMap(([metric, value]) =>
    (isList(value) ? value : [[{}, value] as const]).map(([attributes, one]) => ({
      metric,
      ...(typeof one === "number" ? { value: one } : one),
      attributes,
      atMs,
    })),
  );

const state = (status: string): Value => [[{ type: "known", status }, 1]];

export const task = (family: string, more: Partial<TaskIdentity> = {}): TaskIdentity => ({
  arn: `arn:aws:ecs:us-east-1:123456789012:task/cluster/${family}-id`,
  id: `${family}-id`,
  cluster: "cluster",
  family,
  revision: "3",
  ...more,
});

export const taskEntry = (identity: TaskIdentity, values: Values = {}, atMs = sampleMs): Entry => ({
  resource: taskResource(identity),
  points: pointsOf({ "task.status": state("RUNNING"), ...values }, atMs),
});

export interface SampleContainer {
  readonly name: string;
  readonly task?: TaskIdentity;
  readonly status?: string;
  readonly type?: string;
  readonly values?: Values;
  readonly atMs?: number;
}

export const containerEntry = (sample: SampleContainer): Entry => {
  const { name, status = "RUNNING", type, values = {}, atMs = sampleMs } = sample;
  const identity = { id: `${name}-id`, name, ...(type === undefined ? {} : { type }) };
  return {
    resource: containerResource(identity, sample.task),
    points: pointsOf({ "container.status": state(status), ...values }, atMs),
  };
};

export const snapshotOf = (entries: readonly Entry[], takenAtMs = sampleMs): Snapshot => ({
  takenAtMs,
  form: "sidecar",
  entries,
  inputs: [],
});
