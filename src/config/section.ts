import type { z } from "zod";
import type { Problem } from "../problems/problem.ts";
import { schemaRefusal } from "../problems/schema-refusal.ts";
import { faults, type Place } from "./faults.ts";
import { asTree } from "./tree.ts";

/** A section of the configuration after its schema has seen it. */
export interface Checked<S extends z.ZodObject> {
  readonly valid: boolean;
  /** As the schema has it; a key with a fault has its default. */
  readonly data: z.infer<S>;
  readonly problems: readonly Problem[];
}

/** The section's keys without those that have a fault. */
const soundKeys = (value: unknown, { issues }: z.ZodError): Readonly<Record<string, unknown>> => {
  const faulty = new Set<string>();
  for (const issue of issues) {
    if (issue.path.length > 0) faulty.add(String(issue.path[0]));
    else if (issue.code === "unrecognized_keys") for (const key of issue.keys) faulty.add(key);
  }
  return Object.fromEntries(Object.entries(asTree(value) ?? {}).filter(([key]) => !faulty.has(key)));
};

/** Checks the section at `path`. Never throws on bad input. */
export const checkSection = <S extends z.ZodObject>(
  schema: S,
  path: readonly string[],
  value: unknown,
  place: Place,
): Checked<S> => {
  const parsed = schema.safeParse(value ?? {}, { error: schemaRefusal });
  if (parsed.success) return { valid: true, data: parsed.data, problems: [] };
  const salvaged = schema.safeParse(soundKeys(value, parsed.error));
  return {
    valid: false,
    data: salvaged.success ? salvaged.data : schema.parse({}),
    problems: faults(parsed.error, path, value, place),
  };
};
