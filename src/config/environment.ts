import { type Problem, problem } from "../problems/problem.ts";
import { nearest } from "./nearest.ts";
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

const prefix = "TASKVITALS_";

/** Meant for us, with the prefix as it is or nearly so. */
const ours = /^TASK_?VITALS?_/;

const unknownVariable = (name: string, names: readonly string[]): Problem => {
  const endings = names.filter((known) => known.startsWith(prefix)).map((known) => known.slice(prefix.length));
  const near = nearest(name.replace(ours, ""), endings);
  const hint = near === undefined ? "" : `; did you mean ${prefix}${near}?`;
  return problem("config-unknown-key", name, `environment variable${hint}`);
};

/** A tree with the environment's variables laid over it. */
export interface Overlaid {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
  /** The variable that set the option at this path, or the one that holds it. */
  variableAt(path: readonly string[]): string | undefined;
}

const isWithin = (path: readonly string[], outer: readonly string[]): boolean =>
  outer.every((key, depth) => path[depth] === key);

/** Lays the environment's variables over the file's tree. Of several for one option the first listed wins. */
export const overlay = (tree: Tree, environment: Environment, options: readonly Option[]): Overlaid => {
  let laid = tree;
  const names = new Set<string>(Object.values(configVariables));
  const used: { readonly path: readonly string[]; readonly variable: string }[] = [];
  for (const { path, type, variables } of options) {
    for (const name of variables) names.add(name);
    const variable = variables.find((name) => environment[name] !== undefined && environment[name] !== "");
    if (variable === undefined) continue;
    used.push({ path, variable });
    laid = withValue(laid, path, typed(environment[variable] ?? "", type));
  }
  const strangers = Object.keys(environment).filter((name) => ours.test(name) && !names.has(name));
  return {
    tree: laid,
    problems: strangers.map((name) => unknownVariable(name, [...names])),
    variableAt: (path) => used.find((one) => isWithin(path, one.path))?.variable,
  };
};
