import type { DeliveryOutcome } from "../../ports/push-output.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { ProblemCode } from "../../problems/table.ts";
import type { ApiAnswer, ApiFailure } from "./api.ts";
import { outputName } from "./name.ts";

/** What an answer means for the one who asked. */
export type Verdict =
  | { readonly kind: "good"; readonly json: unknown }
  /** There is no such host, service or path. */
  | { readonly kind: "missing"; readonly problem: Problem }
  | Exclude<DeliveryOutcome, { kind: "accepted" | "partly" }>;

export const outputProblem = (code: ProblemCode, detail: string): Problem => problem(code, outputName, detail);

const retry = (code: ProblemCode, detail: string, afterMs?: number): Verdict => ({
  kind: "retry",
  problem: outputProblem(code, detail),
  ...(afterMs === undefined ? {} : { afterMs }),
});

const failureVerdict = ({ reason, detail }: ApiFailure): Verdict => {
  if (reason === "too-large") return retry("output-address", detail);
  return retry(reason === "timeout" ? "output-timeout" : "output-unreachable", detail);
};

/** What only something else than Mackerel answers: redirects, methods and content types it would not refuse. */
const foreign: ReadonlySet<number> = new Set([405, 406, 407, 415, 426, 511]);

const answerVerdict = ({ status, json, message, retryAfterMs }: ApiAnswer): Verdict => {
  const detail = `status ${status}${message === "" ? "" : `: ${message}`}`;
  // A proxy's page, or a body cut off: what was asked may not have been done.
  if (status >= 200 && status < 300)
    return typeof json === "object" && json !== null
      ? { kind: "good", json }
      : retry("output-address", `${detail}, but no JSON`);
  if (status === 401 || status === 403) return { kind: "hold", problem: outputProblem("output-key", detail) };
  if (status === 404) return { kind: "missing", problem: outputProblem("output-address", detail) };
  if (status === 413) return { kind: "too-large" };
  if (status === 429) return retry("output-throttled", detail, retryAfterMs);
  if (status === 408 || status === 425) return retry("output-timeout", detail, retryAfterMs);
  if (status >= 500) return retry("output-failing", detail, retryAfterMs);
  if (status < 400) return retry("output-address", detail);
  if (foreign.has(status)) return { kind: "hold", problem: outputProblem("output-address", detail) };
  return { kind: "bad", problem: outputProblem("output-refused", detail) };
};

/** Every status and every failure, as one of few verdicts. Pure. */
export const verdictOf = (answer: ApiAnswer | ApiFailure): Verdict =>
  answer.kind === "failure" ? failureVerdict(answer) : answerVerdict(answer);

const isSuccess = (json: unknown): boolean =>
  typeof json === "object" && json !== null && "success" in json && json.success === true;

/** Of a call whose answer is `{"success":true}`: any other one is not Mackerel's, and what was sent is sent again. */
export const writeVerdict = (answer: ApiAnswer | ApiFailure): Verdict => {
  const verdict = verdictOf(answer);
  if (verdict.kind !== "good" || isSuccess(verdict.json)) return verdict;
  return retry("output-address", "an answer in Mackerel's place");
};

/** Where a missing thing is no news of its own: something else answers at this address. */
export const outcomeOf = (verdict: Verdict): DeliveryOutcome => {
  if (verdict.kind === "good") return { kind: "accepted" };
  return verdict.kind === "missing" ? { kind: "hold", problem: verdict.problem } : verdict;
};
