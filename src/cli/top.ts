import { schedule } from "../pipeline/scheduler.ts";
import type { CommandContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { showLive } from "./live/live.ts";
import { prepare } from "./prepare.ts";
import type { SortKey } from "./table/rows.ts";
import { paintFor } from "./table/style.ts";
import { nothingOn, tell, troublesOf } from "./troubles.ts";

export interface TopOptions {
  readonly config?: string | undefined;
  /** Seconds. */
  readonly interval: number;
  readonly sort: SortKey;
  /** Tables to print where nobody looks. */
  readonly count?: number | undefined;
}

/** `taskvitals top`: a live table straight from the inputs; opens no port. */
export const top = async (context: CommandContext, options: TopOptions): Promise<ExitCode> => {
  const { services, terminal } = context;
  const { clock, http, environment } = services;
  const intervalMs = options.interval * 1000;
  const { agent, loaded } = await prepare(context, {
    configPath: options.config,
    overrides: { intervalMs },
    log: { level: "silent" },
  });
  tell(context, loaded.problems);
  const off = nothingOn(agent);
  if (off !== undefined) {
    tell(context, [off]);
    return exitCodes.failed;
  }
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const { runners, snapshots } = agent;
  await Promise.all(runners.map((runner) => runner.start()));
  const collecting = schedule({ runners, clock, intervalMs, onCollected: snapshots.publish, signal });
  await showLive({
    terminal,
    clock,
    paint: paintFor(terminal, environment),
    sort: options.sort,
    current: snapshots.current,
    problems: () => troublesOf(agent),
    heading: [],
    printEveryMs: intervalMs,
    tables: options.count,
    signal,
  });
  over.abort();
  await Promise.race([
    Promise.all([collecting, ...runners.map((runner) => runner.stop())]),
    clock.sleep(agent.settings.agent.stopTimeoutMs),
  ]);
  await http.close();
  return exitCodes.ok;
};
