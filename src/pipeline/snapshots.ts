import type { Form } from "../model/place.ts";
import type { Entry, Snapshot } from "../model/snapshot.ts";
import type { Clock } from "../ports/clock.ts";
import type { ProblemBoard } from "./problem-board.ts";
import type { Runner } from "./runner.ts";
import { type SelfFacts, selfEntry } from "./self.ts";

/** Holds the latest snapshot. Readers take it; only collections replace it. */
export interface Snapshots {
  current(): Snapshot;
  /** Makes a new one from what the inputs see now. */
  publish(): void;
}

export interface SnapshotsOptions {
  readonly form: Form;
  readonly clock: Clock;
  /** Read anew each time: it changes with the configuration. */
  readonly runners: readonly Runner[];
  readonly board: ProblemBoard;
  readonly self: SelfFacts;
}

/** What one input tells of a resource, and of another's points those metrics that it has nothing of. */
const completed = (entry: Entry, other: Entry): Entry => {
  const told = new Set(entry.points.map(({ metric }) => metric));
  const more = other.points.filter(({ metric }) => !told.has(metric));
  return more.length === 0 ? entry : Object.freeze({ ...entry, points: Object.freeze([...entry.points, ...more]) });
};

/** Where two inputs see the same resource, the one listed first counts; the other fills in what that one lacks. */
export const mergeEntries = (lists: readonly (readonly Entry[])[]): readonly Entry[] => {
  const [only, ...others] = lists;
  if (only === undefined) return [];
  const entries = new Map(only.map((entry) => [entry.resource.key, entry]));
  for (const list of others) {
    for (const entry of list) {
      const known = entries.get(entry.resource.key);
      entries.set(entry.resource.key, known === undefined ? entry : completed(known, entry));
    }
  }
  return [...entries.values()];
};

export const openSnapshots = ({ form, clock, runners, board, self }: SnapshotsOptions): Snapshots => {
  const take = (): Snapshot => {
    const takenAtMs = clock.now();
    return Object.freeze({
      takenAtMs,
      form,
      entries: Object.freeze([
        ...mergeEntries(runners.map((runner) => runner.entries())),
        selfEntry(self, runners, board, takenAtMs),
      ]),
      inputs: Object.freeze(runners.map((runner) => runner.health())),
    });
  };
  let snapshot = take();
  return {
    current: () => snapshot,
    publish: () => {
      snapshot = take();
    },
  };
};
