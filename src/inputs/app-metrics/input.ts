import type { BoardSheet } from "../../ports/container-board.ts";
import type { CollectContext, Collected, Input, InputDeps } from "../../ports/input.ts";
import type { ScrapeTarget } from "../../ports/scrape-target.ts";
import type { AppMetricsConfig } from "./config.ts";
import { openConfirmation } from "./confirmation.ts";
import { type Discovery, discover, type Target } from "./discover.ts";
import { openKeptSlots } from "./kept-slots.ts";
import { within } from "./patience.ts";
import { openReadings } from "./readings.ts";
import { identityOf, recordTarget } from "./record-target.ts";
import { openPluginRunner } from "./run-plugin.ts";

/** So often it is seen whether the board has something, at the start. */
const firstSightMs = 50;

/** What the board shows, worked out once for each state of it. */
const openDiscovery = (sheets: () => ReadonlyMap<string, BoardSheet>, config: AppMetricsConfig) => {
  const { rules, otherLabels, hostAddress, maxTargets } = config;
  const plugins = new Set(config.plugins.map(({ name }) => name));
  const options = { rules, otherLabels, hostAddress, maxTargets, plugins };
  let of: ReadonlyMap<string, BoardSheet> | undefined;
  let found: Discovery = { targets: [], problems: [], asOfMs: undefined };
  let byId: ReadonlyMap<string, Target> = new Map();
  const refresh = (): void => {
    const now = sheets();
    if (now === of) return;
    of = now;
    found = discover(now, options);
    byId = new Map(found.targets.map((target) => [target.id, target]));
  };
  return {
    all: (): Discovery => {
      refresh();
      return found;
    },
    current: (id: string): Target | undefined => {
      refresh();
      return byId.get(id);
    },
  };
};

const scrapeTarget = (target: Target, slot: number): ScrapeTarget => {
  const { wanted, located, seen } = target;
  const { scheme, path, intervalMs, timeoutMs } = wanted;
  const { host, port, by } = located;
  return {
    target: identityOf(target, slot),
    container: seen.container,
    task: seen.task,
    scheme,
    host,
    port,
    path,
    by,
    intervalMs,
    timeoutMs,
  };
};

export const openAppMetrics = (config: AppMetricsConfig, deps: InputDeps): Input => {
  const { clock, http, gunzip, containers: board, keepsake, log } = deps;
  const { timeoutMs, maxBodyBytes, maxSeries, concurrency, patienceMs } = config;
  const discovery = openDiscovery(board.sheets, config);
  const slots = openKeptSlots({ keepsake, clock, log, graceMs: config.slotGraceMs });
  const plugins = openPluginRunner({
    plugins: deps.plugins(`${config.pluginFolder}/taskvitals-plugins`),
    known: config.plugins,
    monotonic: clock.monotonic,
  });
  const readings = openReadings({
    http,
    gunzip,
    clock,
    confirm: openConfirmation(board, clock),
    plugins,
    current: discovery.current,
    slotOf: (id) => slots.of(discovery.all())?.get(id) ?? 0,
    timeoutMs,
    maxBodyBytes,
    maxSeries,
    concurrency,
    graceMs: config.slotGraceMs,
  });
  let hasLooked = false;
  board.read();

  /** Once: the inputs that see containers have just begun, too. */
  const firstSight = async (signal: AbortSignal): Promise<void> => {
    if (hasLooked) return;
    hasLooked = true;
    const untilMs = clock.monotonic() + patienceMs;
    while (board.sheets().size === 0 && clock.monotonic() < untilMs && !signal.aborted) {
      await clock.sleep(firstSightMs, signal);
    }
    if (board.sheets().size > 0) await plugins.keepOnly(discovery.all().targets);
  };

  const collect = async ({ recorder, signal, report, extra }: CollectContext): Promise<Collected> => {
    await slots.begin();
    if (!extra) {
      await firstSight(signal);
      readings.begin(discovery.all().targets);
      await within(clock, patienceMs, readings.settled(), signal);
    }
    const found = discovery.all();
    const slotOf = slots.of(found);
    // What goes out under a number is to find it again.
    await slots.keep();
    for (const target of found.targets) {
      const kept = readings.of(target.id) ?? { last: undefined, errors: new Map(), dropped: new Map() };
      recordTarget(recorder, target, slotOf?.get(target.id) ?? 0, kept, report);
    }
    for (const trouble of [...found.problems, slots.trouble() ?? []].flat()) report(trouble);
    return { ok: true };
  };

  return {
    collect,
    start: slots.begin,
    stop: () => {
      slots.end();
      return readings.stop();
    },
    targets: () => {
      const found = discovery.all();
      const slotOf = slots.of(found);
      if (slotOf === undefined) return { targets: [], asOfMs: undefined };
      void slots.keep();
      return {
        targets: found.targets.map((target) => scrapeTarget(target, slotOf.get(target.id) ?? 0)),
        asOfMs: found.asOfMs,
      };
    },
  };
};
