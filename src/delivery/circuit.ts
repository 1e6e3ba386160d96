import type { CircuitState } from "../ports/output-health.ts";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import type { Attempt } from "./attempt.ts";

/** Knows from the outcomes how the back end is, and how much it is worth risking on it. */
export interface Circuit {
  state(): CircuitState;
  failuresInARow(): number;
  holdsInARow(): number;
  /** Items that the next request should have at the most: one while the back end fails, more and more after that. */
  allowance(): number;
  heed(outcome: DeliveryOutcome): void;
}

const failuresToOpen = 5;
/** After a probe passed: 1, 8, 64, 512 items, then all. */
const growth = 8;
const grown = 1000;

/** A back end that takes a part and puts off the rest has too much to do. */
const isFailure = (outcome: DeliveryOutcome): boolean =>
  outcome.kind === "retry" || (outcome.kind === "partly" && outcome.rejected.some(({ again }) => again));

export const createCircuit = (): Circuit => {
  let failures = 0;
  let holds = 0;
  let allowance = Number.POSITIVE_INFINITY;
  const state = (): CircuitState => {
    if (holds > 0) return "held";
    return failures >= failuresToOpen ? "open" : "closed";
  };
  const passed = (): void => {
    failures = 0;
    holds = 0;
    allowance *= growth;
    if (allowance > grown) allowance = Number.POSITIVE_INFINITY;
  };
  return {
    state,
    failuresInARow: () => failures,
    holdsInARow: () => holds,
    allowance: () => allowance,
    heed: (outcome) => {
      if (isFailure(outcome)) failures += 1;
      else if (outcome.kind === "hold") holds += 1;
      // Any other answer shows that the back end is there and does its work.
      else passed();
      if (state() !== "closed") allowance = 1;
    },
  };
};

/** Tells the circuit of every outcome. */
export const watched =
  (attempt: Attempt, circuit: Circuit): Attempt =>
  async (payload, signal) => {
    const outcome = await attempt(payload, signal);
    if (!signal.aborted) circuit.heed(outcome);
    return outcome;
  };
