import type { Snapshot } from "../model/snapshot.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryOutcome, PushOutput } from "../ports/push-output.ts";
import type { Problem } from "../problems/problem.ts";
import { usualBackOff, waitMs } from "./back-off.ts";
import type { Calls } from "./calls.ts";
import type { Troubles } from "./troubles.ts";
import type { Wait } from "./wait.ts";

/** Sees to what has to stand in the back end. */
export interface Preparation {
  /** Undefined when deliveries may go on, else why not yet. */
  see(signal: AbortSignal): Promise<Wait | undefined>;
  failuresInARow(): number;
}

export interface PreparationOptions {
  readonly output: PushOutput;
  readonly calls: Calls;
  readonly troubles: Troubles;
  readonly clock: Clock;
  readonly random: () => number;
  readonly latest: () => Snapshot | undefined;
}

const problemOf = (outcome: DeliveryOutcome): Problem | undefined =>
  "problem" in outcome ? outcome.problem : undefined;

/**
 * Before it stood for the first time, a preparation that failed holds the deliveries; later ones go on while it is tried
 * again. One that is refused for good is told of and does not hold anything.
 */
export const openPreparation = (options: PreparationOptions): Preparation => {
  const { output, calls, troubles, clock, random, latest } = options;
  let stood = false;
  let dueMs = Number.NEGATIVE_INFINITY;
  let failures = 0;
  return {
    failuresInARow: () => failures,
    see: async (signal) => {
      const { prepare, prepareEveryMs = Number.POSITIVE_INFINITY } = output;
      if (prepare === undefined || clock.monotonic() < dueMs) return undefined;
      const outcome = await calls.make((deadline) => prepare.call(output, latest(), deadline), signal);
      if (signal.aborted) return { kind: "retry", problem: undefined };
      troubles.prepared(problemOf(outcome));
      if (outcome.kind !== "retry" && outcome.kind !== "hold") {
        stood = true;
        failures = 0;
        dueMs = clock.monotonic() + prepareEveryMs;
        return undefined;
      }
      failures += 1;
      if (!stood) return outcome;
      dueMs = clock.monotonic() + waitMs(outcome, failures, random(), usualBackOff);
      return undefined;
    },
  };
};
