import type { Clock } from "../ports/clock.ts";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import type { Problem } from "../problems/problem.ts";
import type { Attempt } from "./attempt.ts";
import type { Circuit } from "./circuit.ts";

/** What is wrong with one output right now, for the problem board. */
export interface Troubles {
  heed(outcome: DeliveryOutcome, failuresInARow: number): void;
  /** Of the preparation. Undefined: it stands. */
  prepared(problem: Problem | undefined): void;
  /** Something was refused or lost; told of for a while. */
  lost(problem: Problem): void;
  standing(): readonly Problem[];
}

/** A failure or two pass by themselves and are nobody's business. */
const failuresToTell = 3;
/** How long a loss is told of. */
const rememberMs = 300_000;

export const openTroubles = (clock: Clock): Troubles => {
  let failing: Problem | undefined;
  let preparing: Problem | undefined;
  const losses = new Map<string, { readonly problem: Problem; readonly untilMs: number }>();

  const lost = (found: Problem): void => {
    losses.set(found.code, { problem: found, untilMs: clock.monotonic() + rememberMs });
  };

  return {
    heed: (outcome, failuresInARow) => {
      switch (outcome.kind) {
        case "retry":
          if (failuresInARow >= failuresToTell) failing = outcome.problem;
          break;
        case "hold":
          failing = outcome.problem;
          break;
        case "bad":
          failing = undefined;
          lost(outcome.problem);
          break;
        case "partly":
          failing = undefined;
          if (outcome.problem !== undefined) lost(outcome.problem);
          break;
        default:
          failing = undefined;
      }
    },
    prepared: (found) => {
      preparing = found;
    },
    lost,
    standing: () => {
      for (const [code, { untilMs }] of losses) if (clock.monotonic() >= untilMs) losses.delete(code);
      const present = [failing, preparing].filter((found) => found !== undefined);
      return [...present, ...[...losses.values()].map(({ problem }) => problem)];
    },
  };
};

/** Tells the troubles of every outcome. */
export const told =
  (attempt: Attempt, troubles: Troubles, circuit: Circuit): Attempt =>
  async (payload, signal) => {
    const outcome = await attempt(payload, signal);
    if (!signal.aborted) troubles.heed(outcome, circuit.failuresInARow());
    return outcome;
  };
