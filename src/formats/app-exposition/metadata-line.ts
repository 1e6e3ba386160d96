import { unescapeHelp, unescapeQuoted } from "../prometheus-text/unescape.ts";
import type { Form } from "./form.ts";
import { closingQuote } from "./quoted.ts";

export const declaredTypes = [
  "counter",
  "gauge",
  "histogram",
  "summary",
  "info",
  "state-set",
  "gauge-histogram",
  "unknown",
] as const;

export type DeclaredType = (typeof declaredTypes)[number];

export type Metadata =
  | { readonly kind: "type"; readonly name: string; readonly type: DeclaredType }
  | { readonly kind: "help" | "unit"; readonly name: string; readonly text: string }
  | { readonly kind: "end" | "comment" }
  | { readonly kind: "malformed"; readonly what: string };

const types: ReadonlyMap<string, DeclaredType> = new Map([
  ["counter", "counter"],
  ["gauge", "gauge"],
  ["histogram", "histogram"],
  ["summary", "summary"],
  ["untyped", "unknown"],
  ["unknown", "unknown"],
  ["info", "info"],
  ["stateset", "state-set"],
  ["gaugehistogram", "gauge-histogram"],
]);

const comment: Metadata = { kind: "comment" };
const end: Metadata = { kind: "end" };
const malformed = (what: string): Metadata => ({ kind: "malformed", what });

/** The first word, in quotes perhaps, and what follows it. */
const splitName = (text: string): readonly [name: string, rest: string] | undefined => {
  if (text.startsWith('"')) {
    const close = closingQuote(text, 1, text.length);
    return close === -1 ? undefined : [unescapeQuoted(text.slice(1, close)), text.slice(close + 1)];
  }
  const blank = text.search(/[ \t]/);
  return blank === -1 ? [text, ""] : [text.slice(0, blank), text.slice(blank)];
};

/** A line that begins with `#`. What is no TYPE, HELP, UNIT or end is a comment. */
export const readMetadata = (line: string, form: Form): Metadata => {
  const text = line.slice(1).trim();
  if (text === "EOF") return form === "openmetrics" ? end : comment;
  const isType = /^TYPE[ \t]/.test(text);
  const isUnit = form === "openmetrics" && /^UNIT[ \t]/.test(text);
  if (!isType && !isUnit && !/^HELP[ \t]/.test(text)) return comment;
  const split = splitName(text.slice(4).trimStart());
  if (split === undefined || split[0] === "") return malformed("a comment without the name of its metric");
  const [name, rest] = split;
  const told = rest.trim();
  if (isType) {
    const type = types.get(told.toLowerCase());
    return type === undefined ? malformed("a type that is none") : { kind: "type", name, type };
  }
  if (isUnit) return { kind: "unit", name, text: told };
  return { kind: "help", name, text: form === "openmetrics" ? unescapeQuoted(told) : unescapeHelp(told) };
};
