import { type OutcomeContext, outcomeOfStatus } from "../../formats/push-http/outcome.ts";
import type { HttpResponse } from "../../ports/http-client.ts";
import type { DeliveryOutcome } from "../../ports/push-output.ts";
import { problem } from "../../problems/problem.ts";

interface Said {
  /** Whether it is an answer of Datadog's: an object with `errors`, or `{"status": "ok"}`; a proxy's is not. */
  readonly isDatadog: boolean;
  readonly errors: readonly string[];
}

const nothing: Said = { isDatadog: false, errors: [] };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const saidIn = (body: string): Said => {
  try {
    const value: unknown = JSON.parse(body);
    if (!isObject(value)) return nothing;
    const errors = Array.isArray(value.errors) ? value.errors.map(String) : [];
    return { isDatadog: Array.isArray(value.errors) || value.status === "ok" || value.valid === true, errors };
  } catch {
    return nothing;
  }
};

/** Datadog drops points that are this far in the future, and check results that are this old. */
const mostSkewMs = 600_000;

/** What was accepted is lost all the same when the clocks differ too much, and the answer does not say so. */
const accepted = ({ headers }: HttpResponse, { subject, nowMs }: OutcomeContext): DeliveryOutcome => {
  const skewMs = nowMs - Date.parse(headers.date ?? "");
  if (Number.isNaN(skewMs) || Math.abs(skewMs) <= mostSkewMs) return { kind: "accepted" };
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const detail = `the clock here is ${seconds} s ${skewMs > 0 ? "ahead of" : "behind"} theirs`;
  return { kind: "partly", rejected: [], problem: problem("output-clock", subject, detail) };
};

/** 429 tells in a header of its own how many seconds are left. */
const withRateLimit = (answer: HttpResponse): HttpResponse => {
  const reset = answer.headers["x-ratelimit-reset"];
  return reset === undefined ? answer : { ...answer, headers: { ...answer.headers, "retry-after": reset } };
};

/** What became of a request that was answered. A 202 with errors has something bad in it, which halving finds. */
export const outcomeOfAnswer = (answer: HttpResponse, context: OutcomeContext): DeliveryOutcome => {
  const { isDatadog, errors } = saidIn(answer.body);
  const outcome = outcomeOfStatus(withRateLimit(answer), { ...context, words: errors.join("; ") });
  if (outcome.kind !== "accepted") return outcome;
  if (errors.length > 0) return outcomeOfStatus({ ...answer, status: 400 }, { ...context, words: errors.join("; ") });
  if (isDatadog) return accepted(answer, context);
  const detail = `status ${answer.status} with ${answer.body.length} characters that are not Datadog's answer`;
  return { kind: "retry", problem: problem("output-address", context.subject, detail) };
};
