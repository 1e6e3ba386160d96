import type { z } from "zod";
import type { Files } from "../ports/files.ts";
import { type Problem, problem } from "../problems/problem.ts";
import { configVariables, type Environment, overlay } from "./environment.ts";
import { faults, unknownKey } from "./faults.ts";
import { listOptions } from "./options.ts";
import type { Enabled } from "./part.ts";
import { type AgentSettings, type LogSettings, type ServerSettings, sectionSchemas } from "./schema.ts";
import { emptySource, readSource, type Source } from "./source.ts";
import { asTree, type Tree, valueAt } from "./tree.ts";

/** The configuration of one input or output. */
export interface PartSettings {
  readonly enabled: Enabled;
  /** False when it had faults: it stays off, whatever `enabled` says. */
  readonly valid: boolean;
  /** Checked against the part's schema. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** A configuration that can be run: what was valid, and defaults for what was not. */
export interface Settings {
  readonly agent: AgentSettings;
  readonly server: ServerSettings;
  readonly log: LogSettings;
  readonly inputs: Readonly<Record<string, PartSettings>>;
  readonly outputs: Readonly<Record<string, PartSettings>>;
}

export interface Loaded {
  readonly settings: Settings;
  /** Every fault there is, in the order of the sections. */
  readonly problems: readonly Problem[];
  /** Where it came from, for people. */
  readonly from: string;
}

export interface LoadOptions {
  readonly environment: Environment;
  readonly files: Files;
  /** A path from the command line; goes before the environment's. */
  readonly path?: string | undefined;
  /** Laid over everything: the command line's own options, by path. */
  readonly overrides?: Tree;
}

const readText = async ({ environment, files, path }: LoadOptions): Promise<{ from: string; source: Source }> => {
  const file = path ?? environment[configVariables.path];
  if (file !== undefined && file !== "") {
    const read = await files.readText(file);
    if (read.ok) return { from: file, source: readSource(file, read.text, environment) };
    return { from: file, source: { ...emptySource, problems: [problem("config-unreadable", file, read.detail)] } };
  }
  const text = environment[configVariables.text];
  if (text === undefined || text === "") return { from: "the environment and defaults", source: emptySource };
  return { from: configVariables.text, source: readSource(configVariables.text, text, environment) };
};

const merge = (below: Tree, above: Tree): Tree => {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const [low, high] = [asTree(below[key]), asTree(value)];
    merged[key] = low !== undefined && high !== undefined ? merge(low, high) : value;
  }
  return merged;
};

/** Reads, fills in, lays over, checks. Never throws on bad input. */
export const loadSettings = async (options: LoadOptions): Promise<Loaded> => {
  const { from, source } = await readText(options);
  const laid = overlay(source.tree, options.environment, listOptions());
  const tree = merge(laid.tree, options.overrides ?? {});
  const problems: Problem[] = [...source.problems, ...laid.problems];
  const place = (path: readonly string[]): string | undefined => source.place(path);

  /** The section as its schema has it, or its defaults when it has faults. */
  const section = <S extends z.ZodObject>(
    schema: S,
    path: readonly string[],
    value: unknown,
  ): { valid: boolean; data: z.infer<S> } => {
    const parsed = schema.safeParse(value ?? {});
    if (parsed.success) return { valid: true, data: parsed.data };
    problems.push(...faults(parsed.error, schema, path, value, place));
    return { valid: false, data: schema.parse({}) };
  };

  const part = (kind: "inputs" | "outputs"): Record<string, PartSettings> => {
    const schemas = sectionSchemas[kind];
    const present = tree[kind] ?? {};
    if (asTree(present) === undefined)
      problems.push(problem("config-value", kind, `keys with values are expected, at ${place([kind])}`));
    for (const name of Object.keys(asTree(present) ?? {})) {
      if (!Object.hasOwn(schemas, name)) problems.push(unknownKey([kind, name], Object.keys(schemas), place));
    }
    return Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => {
        const { valid, data } = section(schema, [kind, name], valueAt(tree, [kind, name]));
        const { enabled, ...config } = data;
        return [name, { enabled, valid, config }];
      }),
    );
  };

  const { server, log, inputs: _inputs, outputs: _outputs, ...top } = tree;
  const settings: Settings = {
    agent: section(sectionSchemas.agent, [], top).data,
    server: section(sectionSchemas.server, ["server"], server).data,
    log: section(sectionSchemas.log, ["log"], log).data,
    inputs: part("inputs"),
    outputs: part("outputs"),
  };
  return { settings, problems, from };
};
