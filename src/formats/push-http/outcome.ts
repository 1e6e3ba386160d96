import type { HttpFailure, HttpResponse } from "../../ports/http-client.ts";
import type { DeliveryOutcome } from "../../ports/push-output.ts";
import { problem } from "../../problems/problem.ts";
import type { ProblemCode } from "../../problems/table.ts";
import { excerpt } from "./excerpt.ts";
import { retryAfterMs } from "./retry-after.ts";

export interface OutcomeContext {
  /** What has the trouble: the address, without secrets. */
  readonly subject: string;
  readonly nowMs: number;
  /** Never to be shown, whatever the server says. */
  readonly secrets: readonly string[];
  /** What the server said, when it is not the body's text. */
  readonly words?: string;
}

const failureCodes: Readonly<Partial<Record<HttpFailure["reason"], ProblemCode>>> = {
  timeout: "output-timeout",
  aborted: "output-timeout",
  "too-large": "output-address",
};

/** No answer: the same again, later. */
export const outcomeOfFailure = (
  { reason, detail }: HttpFailure,
  { subject, secrets }: OutcomeContext,
): DeliveryOutcome => ({
  kind: "retry",
  problem: problem(failureCodes[reason] ?? "output-unreachable", subject, excerpt(detail, secrets)),
});

/** A page for people, where a machine was asked: a proxy or a login stands in between. */
export const isWebPage = ({ headers, body }: HttpResponse): boolean =>
  /^\s*text\/html\b/i.test(headers["content-type"] ?? "") || /^\s*<(?:!doctype|html)\b/i.test(body);

type Verdict = "accepted" | "too-large" | "throttled" | "failing" | "late" | "key" | "address" | "bad";

const verdicts: Readonly<Record<number, Verdict>> = {
  401: "key",
  402: "key",
  403: "key",
  404: "address",
  405: "address",
  406: "address",
  407: "address",
  408: "late",
  410: "address",
  413: "too-large",
  415: "address",
  425: "late",
  429: "throttled",
};

const verdictOf = (status: number): Verdict => {
  if (status >= 200 && status < 300) return "accepted";
  if (status >= 500) return "failing";
  return verdicts[status] ?? (status < 400 ? "address" : "bad");
};

/**
 * What an answer's status means for a delivery. 2xx: accepted, unless it is a web page; 3xx, 404 and what like it says
 * that the address is wrong: hold; 401, 402, 403: hold; 408, 425, 429 and 5xx: the same again, when `Retry-After` says so;
 * 413: too large; every other 4xx: something in it is bad.
 */
export const outcomeOfStatus = (answer: HttpResponse, context: OutcomeContext): DeliveryOutcome => {
  const { subject, nowMs, secrets, words = answer.body } = context;
  const detail = [`status ${answer.status}`, excerpt(words, secrets)].filter((text) => text !== "").join(": ");
  const told = (code: ProblemCode) => problem(code, subject, detail);
  const again = (code: ProblemCode): DeliveryOutcome => {
    const afterMs = retryAfterMs(answer.headers["retry-after"], nowMs);
    return { kind: "retry", problem: told(code), ...(afterMs === undefined ? {} : { afterMs }) };
  };
  switch (verdictOf(answer.status)) {
    case "accepted":
      return isWebPage(answer) ? { kind: "retry", problem: told("output-address") } : { kind: "accepted" };
    case "too-large":
      return { kind: "too-large" };
    case "throttled":
      return again("output-throttled");
    case "failing":
      return again("output-failing");
    case "late":
      return again("output-timeout");
    case "key":
      return { kind: "hold", problem: told("output-key") };
    case "address":
      return { kind: "hold", problem: told("output-address") };
    case "bad":
      return { kind: "bad", problem: told("output-refused") };
  }
};
