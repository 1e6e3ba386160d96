import { type Document, isScalar, parse, Scalar, visit } from "yaml";

/** A reference to a variable that is not set and has no default. */
export interface MissingVariable {
  readonly name: string;
  /** Offset in the text. */
  readonly offset: number;
}

const reference = /\$(\$|\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\})/g;

/** Replaces `${NAME}` and `${NAME:-default}` in a text; `$$` is a dollar sign. An empty variable counts as not set. */
export const substitute = (
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
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

/**
 * Fills in the variables in a document's values. An unquoted value is read as YAML again afterwards, so that
 * `port: ${PORT:-9546}` is a number; a quoted one stays text.
 */
export const fillIn = (
  document: Document.Parsed,
  environment: Readonly<Record<string, string | undefined>>,
): readonly MissingVariable[] => {
  const all: MissingVariable[] = [];
  visit(document, {
    Scalar: (key, node) => {
      if (key === "key" || typeof node.value !== "string" || !node.value.includes("$")) return;
      const { text, missing } = substitute(node.value, environment);
      all.push(...missing.map((name) => ({ name, offset: node.range?.[0] ?? 0 })));
      const plain: unknown = node.type === Scalar.PLAIN ? parse(text) : text;
      node.value = isScalar(plain) || typeof plain !== "object" || plain === null ? plain : text;
    },
  });
  return all;
};
