import { type Fields, fieldsOf } from "../../formats/json-fields.ts";
import type { RejectedItem } from "../../ports/push-output.ts";

/** What became of one document. */
export type ItemVerdict =
  | { readonly kind: "stored" }
  /** It was there: sent before, and stored though no answer came. */
  | { readonly kind: "duplicate" }
  | { readonly kind: "rejected"; readonly reason: string; readonly again: boolean; readonly words: string };

/** Why documents are refused for good, by the error's type: fixed words, for counters. */
const refusals: Readonly<Record<string, string>> = {
  document_parsing_exception: "mapping",
  mapper_parsing_exception: "mapping",
  strict_dynamic_mapping_exception: "mapping",
  x_content_parse_exception: "mapping",
  index_not_found_exception: "no-index",
  security_exception: "forbidden",
  authorization_exception: "forbidden",
};

const timeWindow = /outside of ranges|time[_ ]series.*range/i;

const refusalOf = (status: number, type: string, reason: string): string => {
  if (timeWindow.test(reason)) return "time-window";
  if (status === 403) return "forbidden";
  if (status === 404) return "no-index";
  return refusals[type] ?? (type === "illegal_argument_exception" ? "illegal-argument" : "refused");
};

/** A block of a full or read-only disk is lifted one day; nothing is wrong with the document. */
const isBlock = (type: string): boolean => type === "cluster_block_exception";

const verdictOf = (item: Fields): ItemVerdict | undefined => {
  const status = item.number("status");
  if (status === undefined) return undefined;
  const error = item.object("error");
  const type = error.text("type") ?? "";
  const reason = error.text("reason") ?? "";
  const words = [type, reason].filter((text) => text !== "").join(": ");
  if (status >= 200 && status < 300) {
    return item.text("failure_store") === "used"
      ? { kind: "rejected", reason: "failure-store", again: false, words: "stored in the failure store" }
      : { kind: "stored" };
  }
  if (status === 409) return { kind: "duplicate" };
  if (status === 429) return { kind: "rejected", reason: "throttled", again: true, words };
  if (isBlock(type)) return { kind: "rejected", reason: "blocked", again: true, words };
  if (status >= 500) return { kind: "rejected", reason: "failing", again: true, words };
  return { kind: "rejected", reason: refusalOf(status, type, reason), again: false, words };
};

/**
 * What became of each document, in the order they were sent. Undefined when the body does not tell: then nobody knows
 * what was stored. `count`: how many were sent, where that is known.
 */
export const readBulkAnswer = (body: unknown, count: number | undefined): readonly ItemVerdict[] | undefined => {
  const items = fieldsOf(body).list("items");
  if (items === undefined || (count !== undefined && items.length !== count)) return undefined;
  const verdicts: ItemVerdict[] = [];
  for (const item of items) {
    const verdict = verdictOf(item.object("create"));
    if (verdict === undefined) return undefined;
    verdicts.push(verdict);
  }
  return verdicts;
};

/** The rejected ones, by their place. */
export const rejectedItems = (verdicts: readonly ItemVerdict[]): readonly RejectedItem[] =>
  verdicts.flatMap((verdict, index) =>
    verdict.kind === "rejected" ? [{ index, reason: verdict.reason, again: verdict.again }] : [],
  );
