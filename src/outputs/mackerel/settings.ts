import { agentConfigFromText } from "./agent-config.ts";
import type { MackerelConfig } from "./config.ts";
import { regexpOf } from "./go-regexp.ts";

/** The configuration with everything in it decided. */
export interface Settings
  extends Omit<MackerelConfig, "roles" | "ignoreContainer" | "agentConfig" | "agentConfigFile"> {
  readonly apiKey: string;
  /** Without a slash at its end. */
  readonly apiBase: string;
  /** `service:role`, no blanks. */
  readonly roles: readonly string[];
  readonly ignores: (containerName: string) => boolean;
  /** What of a container agent's configuration has no effect. */
  readonly remarks: readonly string[];
}

const usualApiBase = "https://api.mackerelio.com";

/** Only options that are really given: an absent one must not hide the file's. */
const given = <T extends object>(options: T): Partial<T> => {
  const kept: Partial<T> = {};
  for (const key in options) if (options[key] !== undefined && options[key] !== "") kept[key] = options[key];
  return kept;
};

export const settingsOf = (config: MackerelConfig): Settings => {
  const { agentConfig, agentConfigFile, ...own } = config;
  const file = agentConfigFromText(agentConfig);
  const { roles = [], ignoreContainer = "", apiBase = usualApiBase, ...rest } = { ...file.options, ...given(own) };
  const pattern = ignoreContainer === "" ? undefined : regexpOf(ignoreContainer);
  const unread =
    agentConfigFile === "" ? [] : ["MACKEREL_AGENT_CONFIG: files are not read; give the text as agentConfig"];
  return {
    ...own,
    ...rest,
    apiKey: rest.apiKey ?? "",
    apiBase: apiBase.replace(/\/+$/, ""),
    roles: roles.map((role) => role.replaceAll(" ", "")),
    ignores: (containerName) => pattern?.test(containerName) ?? false,
    remarks: [...unread, ...file.remarks],
  };
};
