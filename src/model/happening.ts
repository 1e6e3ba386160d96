import type { Resource } from "./resource.ts";

/** What can happen to a container or task between two snapshots. */
export const happeningKinds = ["started", "stopped", "restarted", "out-of-memory", "health-changed"] as const;
export type HappeningKind = (typeof happeningKinds)[number];

/** Something that happened, found by comparing snapshots. */
export interface Happening {
  readonly kind: HappeningKind;
  /** When, by the source where it says; else when it was seen. Milliseconds since the epoch. */
  readonly atMs: number;
  readonly resource: Resource;
  /** Exit code, new health word: what there is to tell. */
  readonly facts: Readonly<Record<string, string>>;
}
