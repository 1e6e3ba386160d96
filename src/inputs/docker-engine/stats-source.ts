import type { ContainerStats } from "../../formats/docker-stats/stats.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Whereabouts } from "./inspection.ts";
import type { NetworkRole } from "./network-mode.ts";

/** A container to sample. */
export interface StatsTarget {
  readonly id: string;
  /** Undefined before the container was inspected. */
  readonly whereabouts: Whereabouts | undefined;
  /** Undefined: ECS did not start it. */
  readonly taskArn: string | undefined;
  /** Whose network its first process is in. */
  readonly network: NetworkRole;
}

/** The ways to a container's figures, best first. */
export type StatsPathName = "host-files" | "task-metadata" | "docker-stats";

/** The way that a sample came. */
export interface Route {
  readonly path: StatsPathName;
  /** Why no better one was taken, as a sentence; empty for the best. */
  readonly why: string;
  /** What is wrong with a better one. */
  readonly problem?: Problem;
}

type Unsampled =
  /**
   * gone: there is no such container any more; ended: it stopped meanwhile; none: it is there, but has no statistics;
   * late: not begun for lack of time.
   */
  | { readonly ok: false; readonly why: "gone" | "ended" | "none" | "late" }
  | { readonly ok: false; readonly why: "failed"; readonly problem: Problem };

/** This way does not lead to the container. */
export interface OutOfReach {
  readonly ok: false;
  readonly why: "out-of-reach";
  /** In words that end a sentence. */
  readonly reason: string;
  /** When it should lead there. */
  readonly problem?: Problem;
}

/** What one way made of one container. */
export type Attempt = { readonly ok: true; readonly stats: ContainerStats } | Unsampled | OutOfReach;

/** One way to the figures of running containers. */
export interface StatsPath {
  readonly name: StatsPathName;
  /**
   * A result for every target, in their order as far as the work is begun in it. Never rejects. When the signal fires
   * it resolves at once with what it has: `failed` for what was under way, `late` for the rest.
   */
  sample(targets: readonly StatsTarget[], signal: AbortSignal): Promise<ReadonlyMap<string, Attempt>>;
}

export type Sampled = { readonly ok: true; readonly stats: ContainerStats; readonly route: Route } | Unsampled;

/** Where the samples of running containers come from: for each the best way that leads to it. */
export interface StatsSource {
  /** As `StatsPath` does it. */
  sample(targets: readonly StatsTarget[], signal: AbortSignal): Promise<ReadonlyMap<string, Sampled>>;
}
