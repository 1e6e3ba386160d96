import { excerpt } from "../../formats/push-http/excerpt.ts";
import { isWebPage } from "../../formats/push-http/outcome.ts";
import type { HttpResponse } from "../../ports/http-client.ts";
import type { DeliveryOutcome } from "../../ports/push-output.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { ProblemCode } from "../../problems/table.ts";
import { parsed } from "./api.ts";
import { type ItemVerdict, readBulkAnswer, rejectedItems } from "./bulk-answer.ts";

type Rejected = Extract<ItemVerdict, { kind: "rejected" }>;

const codes: Readonly<Record<string, ProblemCode>> = {
  throttled: "output-throttled",
  blocked: "output-failing",
  failing: "output-failing",
  forbidden: "output-key",
  "no-index": "output-address",
};

const problemOf = ({ reason, words }: Rejected, subject: string, secrets: readonly string[]): Problem =>
  problem(codes[reason] ?? "output-refused", subject, excerpt(words === "" ? reason : words, secrets));

/** Reasons for which every document would be refused until somebody mends it. */
const lasting: ReadonlySet<string> = new Set(["forbidden", "no-index"]);

const outcomeOfItems = (
  verdicts: readonly ItemVerdict[],
  subject: string,
  secrets: readonly string[],
): DeliveryOutcome => {
  const duplicates = verdicts.filter(({ kind }) => kind === "duplicate").length;
  const rejected = verdicts.filter((verdict): verdict is Rejected => verdict.kind === "rejected");
  const counted = duplicates === 0 ? {} : { duplicates };
  // The worst is told: what is lost goes before what is tried again.
  const told = rejected.find(({ again }) => !again) ?? rejected[0];
  if (told === undefined) return { kind: "accepted", ...counted };
  const trouble = problemOf(told, subject, secrets);
  if (rejected.length === verdicts.length) {
    if (rejected.every(({ again }) => again)) return { kind: "retry", problem: trouble };
    if (rejected.every(({ reason }) => lasting.has(reason))) return { kind: "hold", problem: trouble };
  }
  return { kind: "partly", rejected: rejectedItems(verdicts), problem: trouble, ...counted };
};

/**
 * What a 2xx answer to a bulk request means. A web page, a body cut off or an answer for other documents says nothing of
 * what was stored: the same is sent again, and what is there already comes back as a duplicate.
 */
export const outcomeOfBulk = (
  answer: HttpResponse,
  count: number | undefined,
  subject: string,
  secrets: readonly string[],
): DeliveryOutcome => {
  const verdicts = isWebPage(answer) ? undefined : readBulkAnswer(parsed(answer.body), count);
  if (verdicts !== undefined) return outcomeOfItems(verdicts, subject, secrets);
  const detail = `status ${answer.status}, but no answer to a bulk request`;
  return { kind: "retry", problem: problem("output-address", subject, detail) };
};
