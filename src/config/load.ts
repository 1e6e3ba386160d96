import type { Files } from "../ports/files.ts";
import { type Problem, problem } from "../problems/problem.ts";
import { configVariables, type Environment, overlay } from "./environment.ts";
import { type Place, unknownKey } from "./faults.ts";
import { listOptions } from "./options.ts";
import type { Enabled } from "./part.ts";
import { type AgentSettings, type BufferSettings, type LogSettings, sectionSchemas } from "./schema.ts";
import { checkSection } from "./section.ts";
import type { ServerSettings } from "./server.ts";
import { emptySource, readSource, type Source } from "./source.ts";
import { asTree, merge, type Tree, valueAt } from "./tree.ts";

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
  readonly buffer: BufferSettings;
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

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((key, depth) => path[depth] === key);

/** Reads, fills in, lays over, checks. Never throws on bad input. */
export const loadSettings = async (options: LoadOptions): Promise<Loaded> => {
  const { from, source } = await readText(options);
  const laid = overlay(source.tree, options.environment, listOptions());
  const overrides = options.overrides ?? {};
  const tree = merge(laid.tree, overrides);
  const problems: Problem[] = [...source.problems, ...laid.problems];

  const place: Place = (path, of) => {
    if (valueAt(overrides, path) !== undefined) return "command line";
    const variable = laid.variableAt(path);
    return variable === undefined ? source.place(path, of) : `environment variable ${variable}`;
  };

  const section = <S extends Parameters<typeof checkSection>[0]>(
    schema: S,
    path: readonly string[],
    value: unknown,
  ) => {
    const checked = checkSection<S>(schema, path, value, place);
    problems.push(...checked.problems);
    return checked;
  };

  const parts = (kind: "inputs" | "outputs"): Record<string, PartSettings> => {
    const schemas = sectionSchemas[kind];
    const written = tree[kind] ?? {};
    if (asTree(written) === undefined) {
      const at = place([kind], "value");
      problems.push(problem("config-value", kind, `${at === undefined ? "" : `${at}; `}keys with values are expected`));
    }
    for (const name of Object.keys(asTree(written) ?? {})) {
      if (!Object.hasOwn(schemas, name)) problems.push(unknownKey([kind, name], place));
    }
    return Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => {
        const path = [kind, name];
        const { valid, data } = section(schema, path, valueAt(tree, path));
        const filled = !source.unfilled.some((one) => startsWith(one, path));
        const { enabled, ...config } = data;
        return [name, { enabled, valid: valid && filled, config }];
      }),
    );
  };

  const { server, log, buffer, inputs: _inputs, outputs: _outputs, ...top } = tree;
  const settings: Settings = {
    agent: section(sectionSchemas.agent, [], top).data,
    server: section(sectionSchemas.server, ["server"], server).data,
    log: section(sectionSchemas.log, ["log"], log).data,
    buffer: section(sectionSchemas.buffer, ["buffer"], buffer).data,
    inputs: parts("inputs"),
    outputs: parts("outputs"),
  };
  return { settings, problems, from };
};
