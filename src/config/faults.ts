import type { z } from "zod";
import { type Problem, problem } from "../problems/problem.ts";
import { nearest } from "./environment.ts";
import { valueAt } from "./tree.ts";

type Place = (path: readonly string[]) => string | undefined;

const sentence = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join("; ");

/** A key that does not exist, with its place and the nearest one that does. */
export const unknownKey = (path: readonly string[], names: readonly string[], place: Place): Problem => {
  const near = nearest(path.at(-1) ?? "", names);
  return problem(
    "config-unknown-key",
    path.join("."),
    sentence([place(path), near === undefined ? `known here: ${names.join(", ")}` : `did you mean ${near}?`]),
  );
};

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** What zod found wrong with a section, in the words of the problems table. */
export const faults = (
  error: z.ZodError,
  schema: z.ZodObject,
  path: readonly string[],
  value: unknown,
  place: Place,
): readonly Problem[] =>
  error.issues.flatMap((issue) => {
    const inner = issue.path.map(String);
    const whole = [...path, ...inner];
    if (issue.code === "unrecognized_keys" && inner.length === 0) {
      const names = Object.keys(schema.shape);
      return issue.keys.map((key) =>
        unknownKey([...path, key], path.length === 0 ? [...names, "server", "log", "inputs", "outputs"] : names, place),
      );
    }
    const got = `it is ${shown(valueAt(value, inner))}`;
    return [problem("config-value", whole.join("."), sentence([place(whole), issue.message, got]))];
  });
