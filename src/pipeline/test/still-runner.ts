import type { Entry, InputHealth } from "../../model/snapshot.ts";
import type { InputCounts, Runner, RunnerLooks } from "../runner.ts";

/** A runner that sees what it is told to. */
export interface StillRunner extends Runner {
  see(entries: readonly Entry[]): void;
}

/** Looks of a runner that nobody watches. */
export const noLooks: RunnerLooks = {
  look: async () => {},
  everyMs: () => undefined,
  refreshMs: () => 10_000,
  entries: () => [],
  close: () => {},
};

export const stillRunner = (
  health: InputHealth,
  counts: InputCounts = { collections: 0, refused: 0, errors: new Map() },
): StillRunner => {
  let seen: readonly Entry[] = [];
  return {
    name: health.name,
    collect: async () => {},
    health: () => health,
    counts: () => counts,
    entries: () => seen,
    looks: { ...noLooks, entries: () => seen },
    start: async () => {},
    stop: async () => {},
    see: (entries) => {
      seen = entries;
    },
  };
};
