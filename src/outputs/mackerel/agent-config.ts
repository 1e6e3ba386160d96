import { parse } from "yaml";
import { z } from "zod";
import type { MackerelConfig } from "./config.ts";
import { mackerelConfig } from "./config.ts";

/** The options that the container agent's file has too. */
export type AgentOptions = Partial<
  Pick<
    MackerelConfig,
    "apiKey" | "apiBase" | "roles" | "displayName" | "memo" | "ignoreContainer" | "hostStatusOnStart"
  >
>;

/** A container agent's configuration in our terms, and what of it has no effect here: key and reason. */
export interface AgentConfig {
  readonly options: AgentOptions;
  readonly remarks: readonly string[];
}

const { apiKey, apiBase, roles, displayName, memo, ignoreContainer, hostStatusOnStart } = mackerelConfig.shape;

/** Its documentation says `display_name`, its code reads `displayName`. */
const known = {
  apikey: { option: "apiKey", schema: apiKey },
  apibase: { option: "apiBase", schema: apiBase },
  roles: { option: "roles", schema: roles },
  displayName: { option: "displayName", schema: displayName },
  display_name: { option: "displayName", schema: displayName },
  memo: { option: "memo", schema: memo },
  ignoreContainer: { option: "ignoreContainer", schema: ignoreContainer },
  hostStatusOnStart: { option: "hostStatusOnStart", schema: hostStatusOnStart },
} as const;

const noEffect: Readonly<Record<string, string>> = {
  root: "nothing is kept in files: a host is found again by its custom identifier",
  hostIdStore: "nothing is kept in files: a host is found again by its custom identifier",
  readinessProbe: "a task has its host as soon as ECS says that it runs",
  plugin: "plugins are not run by this output",
};

const optionsSchema = z.object({ apiKey, apiBase, roles, displayName, memo, ignoreContainer, hostStatusOnStart });

const isKnown = (key: string): key is keyof typeof known => Object.hasOwn(known, key);

const whyNot = (key: string): string =>
  Object.hasOwn(noEffect, key) ? `${key}: ${noEffect[key]}` : `${key}: no key of the container agent`;

/**
 * Translates the tree of a mackerel-container-agent YAML file. Keys without a counterpart, and values that are not
 * allowed, are named in `remarks`; values never are.
 */
export const agentConfigFrom = (yamlTree: unknown): AgentConfig => {
  const tree = z.record(z.string(), z.unknown()).safeParse(yamlTree ?? {});
  if (!tree.success) return { options: {}, remarks: ["it is not a mapping of keys"] };
  const options: Record<string, unknown> = {};
  const remarks: string[] = [];
  for (const [key, value] of Object.entries(tree.data)) {
    if (!isKnown(key)) remarks.push(whyNot(key));
    else if (known[key].schema.safeParse(value).success) options[known[key].option] = value;
    else remarks.push(`${key}: not a value that is allowed`);
  }
  return { options: optionsSchema.parse(options), remarks };
};

/** The same from the file's text. */
export const agentConfigFromText = (text: string): AgentConfig => {
  try {
    return agentConfigFrom(parse(text, { logLevel: "error" }));
  } catch {
    return { options: {}, remarks: ["it is not YAML"] };
  }
};
