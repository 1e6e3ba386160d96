import { type Document, isPair, isScalar, isSeq, type Node, type Pair, parse, Scalar, visit } from "yaml";
import type { Environment } from "./environment.ts";

/** A reference to a variable that is not set and has no default. */
export interface MissingVariable {
  readonly name: string;
  /** Offset in the text. */
  readonly offset: number;
  /** Keys from the top to the value that refers to it. */
  readonly path: readonly string[];
}

const reference = /\$(\$|\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\})/g;

/** Replaces `${NAME}` and `${NAME:-default}` in a text; `$$` is a dollar sign. An empty variable counts as not set. */
export const substitute = (
  text: string,
  environment: Environment,
): { readonly text: string; readonly missing: readonly string[] } => {
  const missing: string[] = [];
  const replaced = text.replace(
    reference,
    (_whole, kind: string, name: string | undefined, fallback: string | undefined) => {
      if (kind === "$" || name === undefined) return "$";
      const value = environment[name];
      if (value !== undefined && value !== "") return value;
      if (fallback === undefined) missing.push(name);
      return fallback ?? "";
    },
  );
  return { text: replaced, missing };
};

/** An unquoted value's type, as YAML sees it; a value that would be more than one scalar, or no YAML, is text. */
const retyped = (text: string): unknown => {
  try {
    const value: unknown = parse(text, { logLevel: "silent" });
    return typeof value === "object" && value !== null ? text : value;
  } catch {
    return text;
  }
};

type Step = Document | Node | Pair;

const pathOf = (ancestors: readonly Step[], node: Node): readonly string[] =>
  ancestors.flatMap((step, depth) => {
    if (isPair(step)) return [isScalar(step.key) ? String(step.key.value) : ""];
    if (!isSeq(step)) return [];
    const next = ancestors[depth + 1] ?? node;
    return [String(step.items.indexOf(next))];
  });

/**
 * Fills in the variables in a document's values. An unquoted value is read as YAML again afterwards, so that
 * `port: ${PORT:-9546}` is a number; a quoted one stays text.
 */
export const fillIn = (document: Document.Parsed, environment: Environment): readonly MissingVariable[] => {
  const all: MissingVariable[] = [];
  visit(document, {
    Scalar: (key, node, ancestors) => {
      if (key === "key" || typeof node.value !== "string" || !node.value.includes("$")) return;
      const { text, missing } = substitute(node.value, environment);
      const path = pathOf(ancestors, node);
      all.push(...missing.map((name) => ({ name, offset: node.range?.[0] ?? 0, path })));
      node.value = node.type === Scalar.PLAIN ? retyped(text) : text;
    },
  });
  return all;
};
