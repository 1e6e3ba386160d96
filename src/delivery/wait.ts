import type { Problem } from "../problems/problem.ts";

/** Why something could not be done now. */
export interface Wait {
  /** hold: nothing will pass until somebody mends something. */
  readonly kind: "retry" | "hold";
  readonly problem: Problem | undefined;
  /** Not before, in ms, when the back end said so. */
  readonly afterMs?: number | undefined;
}

/** The one of two that asks for more patience. */
export const longer = (one: Wait | undefined, other: Wait): Wait => {
  if (one === undefined) return other;
  if (one.kind !== other.kind) return one.kind === "hold" ? one : other;
  return (one.afterMs ?? 0) >= (other.afterMs ?? 0) ? one : other;
};
