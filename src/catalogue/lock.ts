import type { MetricDefinition } from "./define.ts";
import type { Deprecation } from "./deprecated.ts";
import { type Dialect, metricsOf } from "./names/dialect.ts";

/** What people build on, of one metric. */
export interface LockedMetric {
  readonly kind: string;
  readonly unit: string;
  /** Prometheus names made from it, and which dialects have them. */
  readonly names: Readonly<Record<string, string>>;
  /** First version without it. The id is never used again. */
  readonly retired?: string;
}

/** The committed memory of every id and name there ever was (`catalogue.lock.json`). */
export type Lock = Readonly<Record<string, LockedMetric>>;

const namesOf = (id: string, dialects: readonly Dialect[]): Readonly<Record<string, string>> => {
  const names: Record<string, string> = {};
  for (const dialect of dialects) {
    for (const { name, rows } of dialect.families) {
      if (!rows.some((row) => metricsOf(row).includes(id))) continue;
      names[name] = names[name] === undefined ? dialect.name : `${names[name]}, ${dialect.name}`;
    }
  }
  return names;
};

/** The catalogue as the lock would have it. */
export const lockOf = (metrics: Readonly<Record<string, MetricDefinition>>, dialects: readonly Dialect[]): Lock =>
  Object.fromEntries(
    Object.entries(metrics).map(([id, { kind, unit }]) => [id, { kind, unit, names: namesOf(id, dialects) }]),
  );

const faultsOf = (id: string, before: LockedMetric, now: LockedMetric | undefined): readonly string[] => {
  if (before.retired !== undefined) {
    return now === undefined ? [] : [`${id} was retired in ${before.retired}; an id is never used again.`];
  }
  if (now === undefined) return [`${id} is gone.`];
  return [
    ...(now.kind === before.kind ? [] : [`${id} was a ${before.kind} and is a ${now.kind}.`]),
    ...(now.unit === before.unit ? [] : [`${id} had the unit "${before.unit}" and has "${now.unit}".`]),
  ];
};

/** Names whose metric is gone are told of by the metric. */
const lostNames = (
  id: string,
  before: LockedMetric,
  now: LockedMetric | undefined,
): readonly (readonly [string, string])[] =>
  now === undefined
    ? []
    : Object.keys(before.names)
        .filter((name) => now.names[name] === undefined)
        .map((name) => [name, `${name}, made from ${id}, is gone.`]);

export interface LockComparison {
  /** Vanished or changed, and nowhere said why. */
  readonly faults: readonly string[];
  /** The lock with what is new, and with what is gone by intent marked as retired. */
  readonly next: Lock;
}

export const compareLock = (
  lock: Lock,
  now: Lock,
  deprecated: Readonly<Record<string, Deprecation>>,
): LockComparison => {
  const faults: string[] = [];
  const next: Record<string, LockedMetric> = {};
  for (const [id, before] of Object.entries(lock)) {
    const present = now[id];
    const deprecation = deprecated[id];
    if (deprecation === undefined) faults.push(...faultsOf(id, before, present));
    for (const [name, fault] of lostNames(id, before, present)) if (deprecated[name] === undefined) faults.push(fault);
    next[id] =
      present ?? (deprecation === undefined ? before : { ...before, retired: before.retired ?? deprecation.since });
  }
  return { faults, next: { ...next, ...now } };
};
