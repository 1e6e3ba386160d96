import type { Snapshot } from "../../model/snapshot.ts";
import type { Former } from "../../ports/live-feed.ts";

const keptMs = 3_600_000;
/** Containers may come and go by the dozen a second for weeks. */
const keptAtMost = 1000;

/** What was there and is no longer: kept for an hour, the latest 1,000. Oldest first. */
export type FollowFormer = (before: Snapshot, after: Snapshot) => readonly Former[];

export const openFormer = (): FollowFormer => {
  const gone = new Map<string, Former>();

  const leave = (before: Snapshot, { takenAtMs }: Snapshot, present: ReadonlySet<string>): void => {
    for (const entry of before.entries) {
      const { key, scope } = entry.resource;
      if (present.has(key) || (scope !== "task" && scope !== "container")) continue;
      gone.set(key, Object.freeze({ entry, goneMs: takenAtMs }));
    }
  };

  const expire = (nowMs: number): void => {
    for (const [key, { goneMs }] of gone) {
      if (gone.size <= keptAtMost && nowMs - goneMs <= keptMs) return;
      gone.delete(key);
    }
  };

  return (before, after) => {
    const present = new Set(after.entries.map(({ resource: { key } }) => key));
    for (const key of present) gone.delete(key);
    // An input that failed may be why something is not seen.
    if (after.inputs.every(({ up }) => up !== false)) leave(before, after, present);
    expire(after.takenAtMs);
    return Object.freeze([...gone.values()]);
  };
};
