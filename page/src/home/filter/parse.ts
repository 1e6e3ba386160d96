import { fieldOf, type NumberField, nearestField, numberFields, type TextField } from "./fields.ts";
import { type FilterNumber, numberOf } from "./number.ts";

export type Comparison = ">" | ">=" | "<" | "<=" | "=";

export type Term =
  | { readonly kind: "word"; readonly not: boolean; readonly text: string }
  | {
      readonly kind: "text";
      readonly not: boolean;
      readonly field: TextField;
      readonly exact: boolean;
      readonly text: string;
    }
  | {
      readonly kind: "number";
      readonly not: boolean;
      readonly field: NumberField;
      readonly comparison: Comparison;
      readonly number: FilterNumber;
    };

export type FilterFault =
  | { readonly kind: "no-such-field"; readonly word: string; readonly nearest: string | undefined }
  | { readonly kind: "no-value"; readonly word: string }
  | { readonly kind: "not-a-number"; readonly word: string; readonly text: string }
  | { readonly kind: "words-do-not-compare"; readonly word: string }
  | { readonly kind: "open-quote" };

export interface Filter {
  readonly terms: readonly Term[];
  /** What was not understood, and left out. */
  readonly faults: readonly FilterFault[];
}

/** A term as written: `-` before it, field and operator unless it is a plain word, value with its quotes gone. */
const written = /(-?)(?:([a-z]\w*)(>=|<=|[:=<>]))?(?:"([^"]*)("?)|([^\s"]*))/giy;

const comparisonOf = (operator: string): Comparison =>
  operator === ">" || operator === ">=" || operator === "<" || operator === "<=" ? operator : "=";

const termOf = (not: boolean, word: string, operator: string, text: string): Term | FilterFault => {
  const field = fieldOf(word);
  if (field === undefined) return { kind: "no-such-field", word, nearest: nearestField(word) };
  if (text === "") return { kind: "no-value", word };
  if (field.kind === "text") {
    if (operator !== ":" && operator !== "=") return { kind: "words-do-not-compare", word };
    return { kind: "text", not, field: field.field, exact: operator === "=", text: text.toLowerCase() };
  }
  const number = numberOf(text, numberFields[field.field].measure);
  if (number === undefined) return { kind: "not-a-number", word, text };
  return { kind: "number", not, field: field.field, comparison: comparisonOf(operator), number };
};

const isFault = (part: Term | FilterFault): part is FilterFault =>
  part.kind !== "word" && part.kind !== "text" && part.kind !== "number";

/**
 * `family:web cpu>80 -image:nginx "two words"`: every term must hold; `-` turns one round. `field:part`, `field=whole`,
 * `field>number`. Never throws: what is not understood is a fault, and the rest still filters.
 */
export const parseFilter = (text: string): Filter => {
  const parts: (Term | FilterFault)[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? "")) {
      at += 1;
      continue;
    }
    written.lastIndex = at;
    const [whole = "", dash = "", word, operator = ":", quoted, closed, plain = ""] = written.exec(text) ?? [];
    // Nothing fits only where a quote stands alone: go on behind it.
    at += Math.max(whole.length, 1);
    if (quoted !== undefined && closed === "") parts.push({ kind: "open-quote" });
    const value = quoted ?? plain;
    if (word !== undefined) parts.push(termOf(dash === "-", word, operator, value));
    else if (value !== "") parts.push({ kind: "word", not: dash === "-", text: value.toLowerCase() });
  }
  return { terms: parts.filter((part) => !isFault(part)), faults: parts.filter(isFault) };
};
