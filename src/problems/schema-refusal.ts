import type { z } from "zod";

type Issue = z.core.$ZodRawIssue;

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "keys with values",
  record: "keys with values",
};

/** What an amount counts, by the kind of value that has it. */
const counted: Readonly<Record<string, string>> = { string: " characters", array: " items" };

const amount = (bound: number | bigint, origin: string): string => {
  const unit = counted[origin] ?? "";
  return `${bound}${bound === 1 ? unit.replace(/s$/, "") : unit}`;
};

const choice = (values: readonly unknown[]): string => {
  const texts = values.map(String);
  return texts.length === 1 ? `must be ${texts[0]}` : `must be one of ${texts.join(", ")}`;
};

/**
 * What an operator wrote that a schema refuses, in words of ours; for zod's `error`. Messages of a schema's own go before
 * it, and undefined leaves zod's.
 */
export const schemaRefusal = (issue: Issue): string | undefined => {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return choice(issue.values);
    case "too_small":
      return `must ${issue.origin in counted ? "have" : "be"} at least ${amount(issue.minimum, issue.origin)}`;
    case "too_big":
      return `must ${issue.origin in counted ? "have" : "be"} at most ${amount(issue.maximum, issue.origin)}`;
    default:
      return undefined;
  }
};
