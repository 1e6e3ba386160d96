import { readAnswer, readStatusWords } from "../../formats/otlp/answer.ts";
import { excerpt } from "../../formats/push-http/excerpt.ts";
import { type OutcomeContext, outcomeOfFailure, outcomeOfStatus } from "../../formats/push-http/outcome.ts";
import type { HttpFailure, HttpResponse } from "../../ports/http-client.ts";
import type { DeliveryOutcome } from "../../ports/push-output.ts";
import { problem } from "../../problems/problem.ts";

/** Of those refused nobody says which: the first stand for them, so that the number is right. */
const someOf = (rejected: number, points: number) =>
  Array.from({ length: Math.min(rejected, points) }, (_, index) => ({ index, reason: "rejected", again: false }));

/** What a request of so many data points came to (OTLP 1, "OTLP/HTTP Response"). */
export const outcomeOf = (
  answer: HttpResponse | HttpFailure,
  points: number,
  context: OutcomeContext,
): DeliveryOutcome => {
  if (!answer.ok) return outcomeOfFailure(answer, context);
  const { bytes = new TextEncoder().encode(answer.body) } = answer;
  const contentType = answer.headers["content-type"] ?? "";
  const words = readStatusWords(contentType, bytes);
  const outcome = outcomeOfStatus(answer, words === undefined || answer.status < 400 ? context : { ...context, words });
  if (outcome.kind !== "accepted") return outcome;
  const told = readAnswer(contentType, bytes);
  if (told === undefined) {
    return { kind: "retry", problem: problem("output-address", context.subject, "the answer is none of OTLP") };
  }
  if (told.rejected <= 0) return outcome;
  const detail = `${told.rejected} data points refused: ${excerpt(told.words, context.secrets)}`;
  return {
    kind: "partly",
    rejected: someOf(told.rejected, points),
    problem: problem("output-refused", context.subject, detail),
  };
};
