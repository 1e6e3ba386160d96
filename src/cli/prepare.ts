import { type Agent, compose } from "../app/compose.ts";
import { whereAmI } from "../app/where-am-i.ts";
import type { Environment } from "../config/environment.ts";
import { type Loaded, loadSettings } from "../config/load.ts";
import type { Tree } from "../config/tree.ts";
import { present } from "../model/present.ts";
import { type LogOptions, nodeLog } from "../platform/log.ts";
import type { Log } from "../ports/log.ts";
import type { CommandContext } from "./context.ts";

/** An agent wired from configuration and surroundings. */
export interface Prepared {
  readonly agent: Agent;
  readonly loaded: Loaded;
  readonly log: Log;
}

export interface PrepareOptions {
  /** In place of a configuration that is read now. */
  readonly loaded?: Loaded;
  readonly configPath?: string | undefined;
  /** Laid over the configuration. */
  readonly overrides?: Tree;
  /** In place of the process's own. */
  readonly environment?: Environment;
  /** In place of the configured log. */
  readonly log?: Partial<LogOptions>;
  /** This is the agent itself: see `ComposeOptions`. */
  readonly leaves?: true;
}

/** Reads the configuration, looks where this is, and wires the agent. */
export const prepare = async (context: CommandContext, options: PrepareOptions = {}): Promise<Prepared> => {
  const { services } = context;
  const { files } = services;
  const { signal } = context;
  const { configPath, overrides = {}, environment = services.environment } = options;
  const loaded =
    options.loaded ?? (await loadSettings({ environment, files, path: configPath, overrides, aws: services, signal }));
  const log = nodeLog({ ...loaded.settings.log, ...options.log });
  const place = await whereAmI({ environment, files, form: loaded.settings.agent.form });
  const agent = compose({ settings: loaded.settings, place, services, log, ...present({ leaves: options.leaves }) });
  return { agent, loaded, log };
};
