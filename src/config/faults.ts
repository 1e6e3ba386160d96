import type { z } from "zod";
import { type Problem, problem } from "../problems/problem.ts";
import { nearest } from "./nearest.ts";
import { listOptions } from "./options.ts";
import { valueAt } from "./tree.ts";

/** Where the configuration has a key or its value: a line, a variable, the command line. */
export type Place = (path: readonly string[], of: "key" | "value") => string | undefined;

const sentence = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join("; ");

/** Names that may stand below a key. */
const childrenOf = (parent: readonly string[]): readonly string[] => {
  const below = listOptions().filter(({ path }) => parent.every((key, depth) => path[depth] === key));
  return [...new Set(below.flatMap(({ path }) => path[parent.length] ?? []))];
};

/** Whole paths of options that have this name, for a key that stands in the wrong section. */
const elsewhere = (name: string): readonly string[] =>
  listOptions()
    .filter(({ path }) => path.at(-1)?.toLowerCase() === name.toLowerCase())
    .map(({ path }) => path.join("."));

const suggestion = (path: readonly string[]): string => {
  const name = path.at(-1) ?? "";
  const here = childrenOf(path.slice(0, -1));
  const others = elsewhere(name);
  if (others.length > 0) return `did you mean ${others.slice(0, 3).join(" or ")}?`;
  const near = nearest(name, here);
  if (near !== undefined) return `did you mean ${near}?`;
  return here.length === 0 ? "no key is known here" : `known here: ${here.join(", ")}`;
};

/** A key that does not exist, with its place and the nearest one that does. */
export const unknownKey = (path: readonly string[], place: Place): Problem =>
  problem("config-unknown-key", path.join("."), sentence([place(path, "key"), suggestion(path)]));

const secretName = /key|token|secret|passw|credential|auth|header/i;

const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;

/** The value, as far as it may be shown: no secret, no user in an address, and nothing long. */
const shown = (path: readonly string[], value: unknown): string | undefined => {
  if (value === undefined) return "it has no value";
  if (path.some((key) => secretName.test(key))) return undefined;
  if (!isPlain(value) && !(Array.isArray(value) && value.every(isPlain))) return undefined;
  const text = (JSON.stringify(value) ?? "").replace(/\/\/[^/\s"]*@/g, "//***@");
  return `it is ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`;
};

const nearestValue = (issue: z.core.$ZodIssue, value: unknown): string | undefined => {
  if (issue.code !== "invalid_value" || typeof value !== "string") return undefined;
  const near = nearest(value, issue.values.map(String));
  return near === undefined ? undefined : `did you mean ${near}?`;
};

/** What zod found wrong with the section at `path`, in the words of the problems table. */
export const faults = (
  error: z.ZodError,
  path: readonly string[],
  section: unknown,
  place: Place,
): readonly Problem[] =>
  error.issues.flatMap((issue) => {
    const inner = issue.path.map(String);
    const whole = [...path, ...inner];
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...whole, key], place));
    const value = valueAt(section, inner);
    const detail = sentence([place(whole, "value"), issue.message, shown(whole, value), nearestValue(issue, value)]);
    return [problem("config-value", whole.join("."), detail)];
  });
