import type { Scope } from "../model/resource.ts";
import type { MetricDefinition } from "./define.ts";
import { agent } from "./families/agent.ts";
import { container } from "./families/container.ts";
import { docker } from "./families/docker.ts";
import { host } from "./families/host.ts";
import { containerNetwork, taskNetwork } from "./families/network.ts";
import { output } from "./families/output.ts";
import { target } from "./families/target.ts";
import { task } from "./families/task.ts";

/** Families by name: what an input says it may record. */
export const families = {
  task: { ...task, ...taskNetwork },
  container: { ...container, ...containerNetwork },
  docker,
  host,
  target,
  agent: { ...agent, ...output },
} as const;

export type FamilyName = keyof typeof families;

/** Every metric there is. The only place from which anything learns about a metric. */
const entries = {
  ...families.task,
  ...families.container,
  ...families.docker,
  ...families.host,
  ...families.target,
  ...families.agent,
};

type Entries = typeof entries;

export type MetricId = keyof Entries;

type DerivedId = {
  [M in MetricId]: Entries[M] extends { derive: { op: "rate" | "ratio" | "count" } } ? M : never;
}[MetricId];

/** What an input may record on a resource of a scope: not what the pipeline derives on its own. */
export type RecordableId<S extends Scope> = Exclude<
  { [M in MetricId]: Entries[M] extends { scope: S } ? M : never }[MetricId],
  DerivedId
>;

type Declared<M extends MetricId> = Entries[M] extends { attributes: infer A } ? A : Record<never, never>;

type OptionalNames<A> = { [N in keyof A]: A[N] extends { optional: true } ? N : never }[keyof A];

/** The attributes of one metric, required and optional. */
export type AttributesOf<M extends MetricId> = {
  readonly [N in Exclude<keyof Declared<M>, OptionalNames<Declared<M>>>]: string;
} & { readonly [N in OptionalNames<Declared<M>>]?: string };

export const catalogue: Readonly<Record<MetricId, MetricDefinition>> = entries;

export const metricIds = Object.freeze(Object.keys(entries)) as readonly MetricId[];

export const isMetricId = (text: string): text is MetricId => Object.hasOwn(entries, text);
