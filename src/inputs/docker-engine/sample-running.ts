import type { ContainerStats } from "../../formats/docker-stats/stats.ts";
import type { Clock } from "../../ports/clock.ts";
import { problem } from "../../problems/problem.ts";
import type { Inventory, Kept } from "./inventory.ts";
import type { NetworkRole } from "./network-mode.ts";
import type { Sampled, StatsSource } from "./stats-source.ts";
import type { Troubles } from "./troubles.ts";

/** A container to sample, and the start of its present run as far as it is known. */
export interface Sampleable {
  readonly id: string;
  readonly name: string;
  readonly startedAtMs: number | undefined;
  readonly taskArn: string | undefined;
  readonly network: NetworkRole;
}

export interface SampleOptions {
  readonly source: StatsSource;
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly alive: readonly Sampleable[];
  readonly troubles: Troubles;
  /** Of the engine. */
  readonly shown: string;
  /** When this collection began, by the monotonic clock. */
  readonly beganAt: number;
  readonly signal: AbortSignal;
}

export interface SamplingOutcome {
  readonly gone: ReadonlySet<string>;
  /** How many the source failed on. */
  readonly failed: number;
  /** How many were not sampled for lack of time. */
  readonly late: number;
}

/**
 * Less CPU time than before in what should be the same run: it began anew, and nobody told yet. What was inspected just
 * now is believed.
 */
const wentBack = (kept: Kept, stats: ContainerStats, startedAtMs: number | undefined, beganAt: number): boolean =>
  kept.inspectedAt < beganAt &&
  kept.sample?.sinceMs === startedAtMs &&
  (stats.cpu.totalSeconds ?? Number.POSITIVE_INFINITY) < (kept.sample?.stats.cpu.totalSeconds ?? 0);

/** What is kept of a container whose sample did not come: the last one counts on, for as long as it is the same run. */
const keepLast = (kept: Kept, startedAtMs: number | undefined): void => {
  if (kept.sample?.sinceMs !== startedAtMs) kept.sample = undefined;
};

/** Samples the containers, those first that have waited longest. Each one's result is put into the inventory. */
export const sampleRunning = async (options: SampleOptions): Promise<SamplingOutcome> => {
  const { source, clock, inventory, alive, troubles, shown, beganAt, signal } = options;
  const waiting = alive.toSorted((a, b) => inventory.of(a.id).triedAt - inventory.of(b.id).triedAt);
  const turnsBefore = new Map(waiting.map(({ id }) => [id, inventory.of(id).turns]));
  const results = await source.sample(
    waiting.map(({ id, taskArn, network }) => ({
      id,
      taskArn,
      network,
      whereabouts: inventory.of(id).inspection?.whereabouts,
    })),
    signal,
  );
  const gone = new Set<string>();
  let failed = 0;
  let late = 0;

  const take = (
    kept: Kept,
    { stats, route }: Extract<Sampled, { ok: true }>,
    { name, startedAtMs }: Sampleable,
  ): void => {
    kept.sample = { stats, route, sinceMs: startedAtMs };
    if (route.problem !== undefined) troubles.add(name, route.problem);
    const { impossible } = stats;
    if (impossible.length > 0) troubles.add(name, problem("values-refused", shown, impossible.join(", ")));
  };

  const miss = ({ id, name }: Sampleable, result: Exclude<Sampled, { ok: true }>, sameRun: boolean): void => {
    if (result.why === "gone") gone.add(id);
    if (result.why === "late") late += 1;
    if (result.why === "none" && sameRun) troubles.add(name, problem("stats-missing", shown));
    if (result.why !== "failed") return;
    failed += 1;
    troubles.add(name, result.problem);
  };

  for (const one of waiting) {
    const kept = inventory.of(one.id);
    const result = results.get(one.id) ?? { ok: false, why: "late" };
    // What began or ended a run meanwhile leaves it unknown which run was sampled.
    const sameRun = kept.turns === turnsBefore.get(one.id);
    if (result.ok || result.why !== "late") kept.triedAt = clock.monotonic();
    if (!result.ok) {
      // The engine may not have told yet that it stopped.
      if (result.why === "ended") kept.changed = true;
      miss(one, result, sameRun);
    } else if (wentBack(kept, result.stats, one.startedAtMs, beganAt)) kept.changed = true;
    else if (sameRun) {
      take(kept, result, one);
      continue;
    }
    keepLast(kept, one.startedAtMs);
  }
  return { gone, failed, late };
};
