import type { Happening, HappeningKind } from "../model/happening.ts";
import type { Resource } from "../model/resource.ts";
import type { Entry, Snapshot } from "../model/snapshot.ts";
import { type Signs, signsOf } from "./signs.ts";

type Facts = Readonly<Record<string, string>>;

/** One task or container in two snapshots. */
interface Pair {
  readonly resource: Resource;
  /** Undefined when it was not, or is no longer, there. */
  readonly before: Signs | undefined;
  readonly after: Signs | undefined;
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** A collection ends this long before its snapshot at the most. */
const slackMs = 60_000;

/** Whether something of that time is new in the later snapshot. */
const isNew = (atMs: number | undefined, { beforeMs }: Pair): boolean =>
  atMs !== undefined && atMs > beforeMs - slackMs;

const grew = (before: number | undefined, after: number | undefined): boolean =>
  before !== undefined && after !== undefined && after > before;

const factsOf = (facts: Readonly<Record<string, number | string | undefined>>): Facts => {
  const told: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) if (value !== undefined) told[name] = String(value);
  return told;
};

/** A container keeps its id when it is started again. */
const hasRestarted = (before: Signs, after: Signs): boolean =>
  grew(before.startedMs, after.startedMs) ||
  grew(before.restarts, after.restarts) ||
  (before.stage === "stopped" && after.stage === "running");

/** What was not there before counts as started when it says that it has just been: else the agent itself is new. */
const hasStarted = (pair: Pair): boolean => {
  const { before, after } = pair;
  if (after === undefined) return false;
  if (before === undefined) return after.stage !== "coming" && isNew(after.startedMs, pair);
  return before.stage === "coming" && after.stage === "running";
};

const hasStopped = (pair: Pair): boolean => {
  const { before, after } = pair;
  if (after === undefined) return before?.stage === "running";
  if (after.stage !== "stopped") return false;
  if (before === undefined) return isNew(after.startedMs, pair);
  return before.stage !== "stopped" || grew(before.finishedMs, after.finishedMs);
};

const ranOutOfMemory = (pair: Pair): boolean => {
  const { before, after } = pair;
  if (after === undefined) return false;
  if (before === undefined) return after.oomKilled === true && isNew(after.finishedMs ?? after.startedMs, pair);
  if ((after.oomEvents ?? 0) > (before.oomEvents ?? 0)) return true;
  return after.oomKilled === true && before.oomKilled !== true;
};

/** A first word that says nothing yet is no change. */
const healthChanged = ({ before, after }: Pair): boolean => {
  if (before === undefined || after?.health === undefined || after.health === before.health) return false;
  return before.health !== undefined || after.health === "HEALTHY" || after.health === "UNHEALTHY";
};

const happeningsOf = (pair: Pair): readonly Happening[] => {
  const { resource, before, after, afterMs } = pair;
  const found: Happening[] = [];
  /** A time by the source that can't be that of the change is not taken. */
  const add = (kind: HappeningKind, toldMs: number | undefined, facts: Facts = {}): void => {
    found.push({ kind, atMs: toldMs !== undefined && isNew(toldMs, pair) ? toldMs : afterMs, resource, facts });
  };
  if (hasStarted(pair)) add("started", after?.startedMs);
  else if (before !== undefined && after !== undefined && hasRestarted(before, after)) {
    add("restarted", after.startedMs, factsOf({ restarts: after.restarts }));
  }
  if (ranOutOfMemory(pair)) {
    const newEvents = (after?.oomEvents ?? 0) - (before?.oomEvents ?? 0);
    add("out-of-memory", undefined, newEvents > 0 ? factsOf({ events: newEvents }) : {});
  }
  if (hasStopped(pair)) add("stopped", after?.finishedMs, factsOf({ exit_code: after?.exitCode }));
  if (healthChanged(pair)) {
    add("health-changed", after?.healthSinceMs, factsOf({ health: after?.health, before: before?.health }));
  }
  return found;
};

const livingEntries = ({ entries }: Snapshot): ReadonlyMap<string, Entry> =>
  new Map(
    entries
      .filter(({ resource: { scope } }) => scope === "task" || scope === "container")
      .map((entry) => [entry.resource.key, entry]),
  );

/**
 * What happened to tasks and containers between two snapshots, oldest first: what both tell with certainty, and no
 * more. A container that is gone has stopped, unless an input failed or was switched off, which may be why it is not seen.
 */
export const happeningsBetween = (before: Snapshot, after: Snapshot): readonly Happening[] => {
  const earlier = livingEntries(before);
  const later = livingEntries(after);
  const names = new Set(after.inputs.map(({ name }) => name));
  const sight = after.inputs.every(({ up }) => up !== false) && before.inputs.every(({ name }) => names.has(name));
  const keys = new Set([...later.keys(), ...(sight ? earlier.keys() : [])]);
  const found: Happening[] = [];
  for (const key of keys) {
    const was = earlier.get(key);
    const is = later.get(key);
    const entry = is ?? was;
    if (entry === undefined || was === is) continue;
    const pair: Pair = {
      resource: entry.resource,
      before: was && signsOf(was),
      after: is && signsOf(is),
      beforeMs: before.takenAtMs,
      afterMs: after.takenAtMs,
    };
    found.push(...happeningsOf(pair));
  }
  return found.sort((one, other) => one.atMs - other.atMs);
};
