import { type ConfigText, type Loaded, type LoadOptions, settingsOf } from "../config/load.ts";
import { openOrigin } from "../config/origin/open.ts";
import type { Origin, OriginReading } from "../config/origin/origin.ts";
import type { Disk } from "../ports/disk.ts";
import { type Problem, problem, problemKey } from "../problems/problem.ts";
import { type KeptConfiguration, openKeptConfiguration } from "./kept-configuration.ts";

/** A configuration that may have other versions later, and the first of them. */
export interface Configuration {
  readonly origin: Origin;
  readonly loaded: Loaded;
  /** The text that was read last, good or not. */
  readonly text: string | undefined;
  /** Where good versions are kept; undefined where that makes no sense. */
  readonly kept: KeptConfiguration | undefined;
  /** Settings of another version. `faults`: what is wrong with the text itself, and not with the environment. */
  load(text: string): { readonly loaded: Loaded; readonly faults: readonly Problem[] };
}

export interface ConfigurationOptions extends LoadOptions {
  readonly disk: Disk;
  readonly signal: AbortSignal;
}

const textOf = (reading: OriginReading): string | undefined => ("text" in reading ? reading.text : undefined);

/** Reads the configuration for an agent that starts. Where the one in AWS is out of reach or faulty, the kept one counts. */
export const openConfiguration = async (options: ConfigurationOptions): Promise<Configuration> => {
  const origin = openOrigin(options);
  const { from } = origin;
  /** Faults that every version has. */
  const bare = settingsOf({ from, text: "" }, options);
  const known = new Set(bare.problems.map(problemKey));
  const load = (given: ConfigText) => {
    const loaded = settingsOf(given, options);
    return { loaded, faults: loaded.problems.filter((one) => !known.has(problemKey(one))) };
  };

  const reading = await origin.read(options.signal);
  const { folder } = bare.settings.reload;
  const kept = origin.remote ? openKeptConfiguration({ ...options, folder, from }) : undefined;
  const text = textOf(reading);
  const first = load(reading.ok ? { from, text: text ?? "" } : { from, problem: reading.problem });
  const configuration = { origin, text, kept, load: (other: string) => load({ from, text: other }) };
  if (first.faults.length === 0) {
    if (text !== undefined && !("secret" in reading && reading.secret)) await kept?.write(text);
    return { ...configuration, loaded: first.loaded };
  }
  const good = await kept?.read();
  if (good === undefined) return { ...configuration, loaded: first.loaded };
  const { loaded } = load({ from, text: good });
  const problems = [problem("config-kept", from, folder), ...first.faults, ...loaded.problems];
  return { ...configuration, loaded: { ...loaded, problems, from: `${from}, as it was kept in ${folder}` } };
};
