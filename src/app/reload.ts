import type { Settings } from "../config/load.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { type Problem, problem } from "../problems/problem.ts";
import type { Configuration } from "./configuration.ts";
import { heldSettings } from "./held-settings.ts";

export interface ReloadOptions {
  readonly configuration: Configuration;
  /** In force now. */
  settings(): Settings;
  /** Brings settings into force. */
  apply(settings: Settings): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Looks for new versions of the configuration while the agent runs. */
export interface Reload {
  /** What is wrong with the configuration now. */
  problems(): readonly Problem[];
  /** What became of new versions; undefined where there can be none. */
  facts(): { readonly applied: number; readonly refused: number; readonly sinceMs: number } | undefined;
  /** Looks at once. */
  look(): void;
  /** Looks until the signal fires. Never rejects. */
  run(): Promise<void>;
}

/** A good version comes into force; a faulty one is told and leaves the one before, and the agent, as they are. */
export const openReload = ({ configuration, settings, apply, clock, log, signal }: ReloadOptions): Reload => {
  const { origin, kept, load } = configuration;
  const { from } = origin;
  const { enabled, intervalMs } = settings().reload;
  const active = origin.changes && enabled === "on";
  let seen = configuration.text;
  let problems = configuration.loaded.problems;
  let unreachable: readonly Problem[] = [];
  let applied = 0;
  let refused = 0;
  let sinceMs = clock.now();
  let wake = new AbortController();

  const take = async (text: string, secret: boolean): Promise<void> => {
    const { loaded, faults } = load(text);
    if (faults.length > 0) {
      refused += 1;
      problems = [problem("config-refused", from), ...faults];
      log.warn("A new version of the configuration was refused", { from, faults: faults.length });
      return;
    }
    const held = heldSettings(settings(), loaded.settings);
    try {
      await apply(held.settings);
    } catch (error) {
      refused += 1;
      problems = [problem("config-refused", from, error instanceof Error ? error.name : typeof error)];
      return;
    }
    applied += 1;
    sinceMs = clock.now();
    const restart = held.waiting.map((name) => problem("config-restart", name, from));
    problems = [...loaded.problems, ...restart];
    log.info("A new version of the configuration is in force", { from });
    if (!secret) await kept?.write(text);
  };

  const lookOnce = async (): Promise<void> => {
    const reading = await origin.read(signal);
    if (signal.aborted) return;
    unreachable = reading.ok ? [] : [reading.problem];
    if (!("text" in reading) || reading.text === seen) return;
    seen = reading.text;
    await take(reading.text, reading.secret === true);
  };

  return {
    problems: () => [...problems, ...unreachable],
    facts: () => (active ? { applied, refused, sinceMs } : undefined),
    look: () => wake.abort(),
    run: async () => {
      while (active && !signal.aborted) {
        await clock.sleep(intervalMs, AbortSignal.any([signal, wake.signal]));
        if (signal.aborted) return;
        wake = new AbortController();
        await lookOnce();
      }
    },
  };
};
