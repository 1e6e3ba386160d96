import { openCalls } from "../../delivery/calls.ts";
import type { DeliveryOutput } from "../../delivery/output-delivery.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DeliveryOutcome } from "../../ports/push-output.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import { problems } from "../../problems/table.ts";

/** What an output says of the way to its back end. */
export interface OutputAnswer {
  readonly name: string;
  /** Where it sends; undefined when it does not say. */
  readonly address: string | undefined;
  readonly state: "ok" | "no" | "not asked";
  readonly verdict: string;
  readonly problem?: Problem;
}

/** A back end that does not answer in this time has a trouble, or the way to it. */
const patienceMs = 5000;

const problemOf = (outcome: DeliveryOutcome, name: string): Problem | undefined => {
  switch (outcome.kind) {
    case "accepted":
      return undefined;
    case "too-large":
      return problem("output-refused", name, "an empty request is too large");
    default:
      return outcome.problem;
  }
};

const probeOutput = async (
  { name, output }: DeliveryOutput,
  clock: Clock,
  signal: AbortSignal,
): Promise<OutputAnswer> => {
  const { address, probe } = output;
  if (probe === undefined) {
    return { name, address, state: "not asked", verdict: "it has no way to ask without sending" };
  }
  const calls = openCalls({ name, clock, timeoutMs: patienceMs });
  const startedMs = clock.monotonic();
  const outcome = await calls.make((deadline) => probe.call(output, deadline), signal);
  const tookMs = Math.round(clock.monotonic() - startedMs);
  const found = problemOf(outcome, name);
  if (found === undefined) return { name, address, state: "ok", verdict: `ready, in ${tookMs} ms` };
  const { title } = problems[found.code];
  const verdict = `${title}${found.detail === "" ? "" : ` (${found.detail})`}`;
  return { name, address, state: "no", verdict, problem: found };
};

/** Asks the back end of every output that sends, all at once; each has its own deadline. Sends no data. */
export const probeOutputs = (
  senders: readonly DeliveryOutput[],
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly OutputAnswer[]> => Promise.all(senders.map((sender) => probeOutput(sender, clock, signal)));

const marks: Readonly<Record<OutputAnswer["state"], string>> = { ok: "ok", no: "no", "not asked": "-" };

export const outputLine = ({ name, address, state, verdict }: OutputAnswer): string =>
  `${marks[state].padEnd(6)} ${name.padEnd(23)} ${address === undefined ? "" : `${address}: `}${verdict}`;
