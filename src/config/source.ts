import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import { type Problem, problem } from "../problems/problem.ts";
import type { Environment } from "./environment.ts";
import { asTree, type Tree, withoutNulls } from "./tree.ts";
import { fillIn } from "./variables.ts";

/** A configuration text as a tree, with a way back to the line of each key. */
export interface Source {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
  /** Values that refer to a variable which is not set. */
  readonly unfilled: readonly (readonly string[])[];
  /** `line 4, column 3` of a key or its value, or of what holds it; undefined for what the text does not have. */
  place(path: readonly string[], of: "key" | "value"): string | undefined;
}

export const emptySource: Source = { tree: {}, problems: [], unfilled: [], place: () => undefined };

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

const keyOffset = (document: Document.Parsed, path: readonly string[]): number | undefined => {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1));
  return offsetOf(pair?.key);
};

const content = (document: Document.Parsed): { readonly tree?: Tree | undefined; readonly fault?: string } => {
  try {
    const value: unknown = document.toJS();
    const tree = value === null ? {} : asTree(withoutNulls(value));
    return tree === undefined ? { fault: "keys with values are expected at the top" } : { tree };
  } catch (error) {
    // An alias without its anchor, or too many of them.
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

/** @param name what the text is called in problems: its path, or the variable it came in */
export const readSource = (name: string, text: string, environment: Environment): Source => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const syntax = (detail: string): Problem => problem("config-syntax", name, detail);
  // Those after the first mostly follow from it.
  const [first] = document.errors;
  if (first !== undefined) {
    const detail = first.code === "MULTIPLE_DOCS" ? "a second document begins, and only one is read" : first.message;
    return { ...emptySource, problems: [syntax(`${at(first.pos[0])}: ${detail}`)] };
  }
  const missing = fillIn(document, environment);
  const { tree, fault } = content(document);
  if (tree === undefined) return { ...emptySource, problems: [syntax(fault ?? "")] };
  return {
    tree,
    problems: missing.map((one) => problem("config-variable", `\${${one.name}}`, `${name}, ${at(one.offset)}`)),
    unfilled: missing.map(({ path }) => path),
    place: (path, of) => {
      for (let depth = path.length; depth > 0; depth -= 1) {
        const part = path.slice(0, depth);
        const value = of === "value" ? offsetOf(document.getIn(part, true)) : undefined;
        const offset = value ?? keyOffset(document, part);
        if (offset !== undefined) return at(offset);
      }
      return undefined;
    },
  };
};
