import type { ContainerStats } from "../../formats/docker-stats/stats.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Whereabouts } from "./inspection.ts";

/** A container to sample. */
interface StatsTarget {
  readonly id: string;
  /** Undefined before the container was inspected. */
  readonly whereabouts: Whereabouts | undefined;
}

export type Sampled =
  | { readonly ok: true; readonly stats: ContainerStats }
  /** gone: there is no such container any more; none: there is, but it has no statistics; late: not begun for lack of time. */
  | { readonly ok: false; readonly why: "gone" | "none" | "late" }
  | { readonly ok: false; readonly why: "failed"; readonly problem: Problem };

/**
 * Where the samples of running containers come from. Today the engine itself is asked; the host's cgroup files, and each
 * task's own metadata endpoint, cost the engine nothing and are to be further sources, chosen here for each container.
 */
export interface StatsSource {
  /**
   * A result for every target, in their order as far as the work is begun in it. Never rejects. When the signal fires
   * it resolves at once with what it has: `failed` for what was under way, `late` for the rest.
   */
  sample(targets: readonly StatsTarget[], signal: AbortSignal): Promise<ReadonlyMap<string, Sampled>>;
}
