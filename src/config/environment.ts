import { closest, distance } from "fastest-levenshtein";
import { type Problem, problem } from "../problems/problem.ts";
import type { Option } from "./options.ts";
import { type Tree, withValue } from "./tree.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that name the configuration itself rather than an option in it. */
export const configVariables = { path: "TASKVITALS_CONFIG", text: "TASKVITALS_CONFIG_CONTENT" } as const;

/** A variable's text as the option's type; what does not fit stays text, for the schema to refuse in its own words. */
const typed = (text: string, type: Option["type"]): unknown => {
  if (type === "array")
    return text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "");
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (type === "string") return text;
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
};

/** The nearest of some names, when it is near enough to be meant. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  if (names.length === 0) return undefined;
  const found = closest(name, [...names]);
  return distance(name.toLowerCase(), found.toLowerCase()) <= Math.max(2, Math.floor(name.length / 3))
    ? found
    : undefined;
};

const unknownVariable = (name: string, names: readonly string[]): Problem => {
  const near = nearest(name, names);
  return problem(
    "config-unknown-key",
    name,
    `environment variable${near === undefined ? "" : `; did you mean ${near}?`}`,
  );
};

/** Lays the environment's variables over the file's tree. Of several for one option the first listed wins. */
export const overlay = (
  tree: Tree,
  environment: Environment,
  options: readonly Option[],
): { readonly tree: Tree; readonly problems: readonly Problem[] } => {
  let laid = tree;
  const names = new Set<string>(Object.values(configVariables));
  for (const { path, type, variables } of options) {
    for (const name of variables) names.add(name);
    const text = variables.map((name) => environment[name]).find((value) => value !== undefined && value !== "");
    if (text !== undefined) laid = withValue(laid, path, typed(text, type));
  }
  const strangers = Object.keys(environment).filter((name) => name.startsWith("TASKVITALS_") && !names.has(name));
  return { tree: laid, problems: strangers.map((name) => unknownVariable(name, [...names])) };
};
