import type { ContainerStats } from "../../formats/docker-stats/stats.ts";
import type { ContainerEvent } from "./container-event.ts";
import type { Inspection } from "./inspection.ts";
import type { Route } from "./stats-source.ts";

/** A container's last sample, how it came, and the start of the run that it belongs to. */
export interface KeptSample {
  readonly stats: ContainerStats;
  readonly route: Route;
  readonly sinceMs: number | undefined;
}

/** What is kept of one container between collections. Times are the monotonic clock's, in ms. */
export interface Kept {
  inspection: Inspection | undefined;
  inspectedAt: number;
  /** Something happened since it was inspected. */
  changed: boolean;
  /** The last inspection failed: not before this. */
  retryAt: number;
  /** How often it was heard to start or die. */
  turns: number;
  oomEvents: number;
  sample: KeptSample | undefined;
  /** When a sample was last asked for. */
  triedAt: number;
  /** Last listed, or heard of. */
  seenAt: number;
}

/** What is known of the engine's containers. Bounded by their number: what is neither listed nor heard of is dropped. */
export interface Inventory {
  of(id: string): Kept;
  /** @param listedAt when the list was asked for; events may have told of newer containers since */
  sync(ids: Iterable<string>, listedAt: number): void;
  hear(event: ContainerEvent, at: number): void;
  /** All may have changed unseen. */
  doubt(): void;
}

const unknown = (): Kept => ({
  inspection: undefined,
  inspectedAt: Number.NEGATIVE_INFINITY,
  changed: false,
  retryAt: Number.NEGATIVE_INFINITY,
  turns: 0,
  oomEvents: 0,
  sample: undefined,
  triedAt: Number.NEGATIVE_INFINITY,
  seenAt: Number.NEGATIVE_INFINITY,
});

export const openInventory = (): Inventory => {
  const all = new Map<string, Kept>();
  const of = (id: string): Kept => {
    let kept = all.get(id);
    if (kept === undefined) {
      kept = unknown();
      all.set(id, kept);
    }
    return kept;
  };
  return {
    of,
    sync: (ids, listedAt) => {
      for (const id of ids) of(id).seenAt = listedAt;
      for (const [id, { seenAt }] of all) if (seenAt < listedAt) all.delete(id);
    },
    hear: ({ id, action }, at) => {
      const kept = of(id);
      kept.seenAt = at;
      kept.changed = true;
      if (action === "oom") kept.oomEvents += 1;
      if (action === "start" || action === "die") kept.turns += 1;
    },
    doubt: () => {
      for (const kept of all.values()) kept.changed = true;
    },
  };
};
