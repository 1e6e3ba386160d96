import { type Problem, problem } from "../problems/problem.ts";
import { type Environment, overlay } from "./environment.ts";
import { type Place, unknownKey } from "./faults.ts";
import { listOptions } from "./options.ts";
import { type OriginOptions, openOrigin } from "./origin/open.ts";
import type { Enabled } from "./part.ts";
import {
  type AgentSettings,
  type BufferSettings,
  type LogSettings,
  type ReloadSettings,
  sectionSchemas,
} from "./schema.ts";
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
  readonly reload: ReloadSettings;
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

export interface LoadOptions extends OriginOptions {
  /** Laid over everything: the command line's own options, by path. */
  readonly overrides?: Tree;
  readonly signal?: AbortSignal;
}

/** A text that may be a configuration, or why there is none. */
export type ConfigText =
  | { readonly from: string; readonly text: string }
  | { readonly from: string; readonly problem: Problem };

const sourceOf = (given: ConfigText, environment: Environment): Source => {
  if ("problem" in given) return { ...emptySource, problems: [given.problem] };
  // An empty file is as good as none.
  return given.text === "" ? emptySource : readSource(given.from, given.text, environment);
};

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((key, depth) => path[depth] === key);

/** Fills in, lays over, checks. Never throws on bad input. */
export const settingsOf = (given: ConfigText, options: Pick<LoadOptions, "environment" | "overrides">): Loaded => {
  const { from } = given;
  const source = sourceOf(given, options.environment);
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

  const { server, log, buffer, reload, inputs: _inputs, outputs: _outputs, ...top } = tree;
  const settings: Settings = {
    agent: section(sectionSchemas.agent, [], top).data,
    server: section(sectionSchemas.server, ["server"], server).data,
    log: section(sectionSchemas.log, ["log"], log).data,
    buffer: section(sectionSchemas.buffer, ["buffer"], buffer).data,
    reload: section(sectionSchemas.reload, ["reload"], reload).data,
    inputs: parts("inputs"),
    outputs: parts("outputs"),
  };
  return { settings, problems, from };
};

/** Reads the configuration once and makes settings of it. Never throws on bad input. */
export const loadSettings = async (options: LoadOptions): Promise<Loaded> => {
  const { from, read } = openOrigin(options);
  const reading = await read(options.signal ?? new AbortController().signal);
  if (!reading.ok) return settingsOf({ from, problem: reading.problem }, options);
  return settingsOf({ from, text: "text" in reading ? reading.text : "" }, options);
};
