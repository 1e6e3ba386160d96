import { LineCounter, parseDocument } from "yaml";
import { type Problem, problem } from "../problems/problem.ts";
import type { Environment } from "./environment.ts";
import { asTree, type Tree } from "./tree.ts";
import { fillIn } from "./variables.ts";

/** A configuration text as a tree, with a way back to the line of each key. */
export interface Source {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
  /** `line 4, column 3`, or undefined for what the text does not have. */
  place(path: readonly string[]): string | undefined;
}

export const emptySource: Source = { tree: {}, problems: [], place: () => undefined };

/** @param name what the text is called in problems: its path, or the variable it came in */
export const readSource = (name: string, text: string, environment: Environment): Source => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) =>
      problem("config-syntax", name, `${at(pos[0])}: ${message.split("\n")[0]}`),
    );
    return { ...emptySource, problems };
  }
  const missing = fillIn(document, environment);
  const problems = missing.map(({ name: variable, offset }) =>
    problem("config-variable", `\${${variable}}`, `${name}, ${at(offset)}`),
  );
  const content: unknown = document.toJS();
  const tree = content === null ? {} : asTree(content);
  if (tree === undefined) {
    return { ...emptySource, problems: [problem("config-syntax", name, "keys with values are expected at the top")] };
  }
  const place = (path: readonly string[]): string | undefined => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const range = nodeRange(document.getIn(path.slice(0, depth), true));
      if (range !== undefined) return at(range);
    }
    return undefined;
  };
  return { tree, problems, place };
};

const nodeRange = (node: unknown): number | undefined =>
  typeof node === "object" &&
  node !== null &&
  "range" in node &&
  Array.isArray(node.range) &&
  typeof node.range[0] === "number"
    ? node.range[0]
    : undefined;
