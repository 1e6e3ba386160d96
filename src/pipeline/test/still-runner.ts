import type { Entry, InputHealth } from "../../model/snapshot.ts";
import type { InputCounts, Runner } from "../runner.ts";

/** A runner that sees what it is told to. */
export interface StillRunner extends Runner {
  see(entries: readonly Entry[]): void;
}

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
    start: async () => {},
    stop: async () => {},
    see: (entries) => {
      seen = entries;
    },
  };
};
