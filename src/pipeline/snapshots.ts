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
  readonly runners: readonly Runner[];
  readonly board: ProblemBoard;
  readonly self: SelfFacts;
}

/** Where two inputs see the same resource, the one listed first counts. */
const merge = (runners: readonly Runner[]): Entry[] => {
  const [only, ...others] = runners;
  if (only === undefined) return [];
  const entries = [...only.entries()];
  const taken = new Set(entries.map(({ resource }) => resource.key));
  for (const runner of others) {
    for (const entry of runner.entries()) {
      if (taken.has(entry.resource.key)) continue;
      taken.add(entry.resource.key);
      entries.push(entry);
    }
  }
  return entries;
};

export const openSnapshots = ({ form, clock, runners, board, self }: SnapshotsOptions): Snapshots => {
  const take = (): Snapshot => {
    const takenAtMs = clock.now();
    return Object.freeze({
      takenAtMs,
      form,
      entries: Object.freeze([...merge(runners), selfEntry(self, runners, board, takenAtMs)]),
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
