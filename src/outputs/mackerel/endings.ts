import { z } from "zod";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Budget } from "./budget.ts";
import { ownerKey } from "./host-body.ts";
import { identifierPrefix, taskIdentifier } from "./host-seed.ts";
import type { Hosts } from "./hosts.ts";
import type { KnownHost } from "./known-host.ts";
import type { Verdict } from "./outcome.ts";
import type { RemoteHost, RemoteHosts } from "./remote-hosts.ts";
import type { Settings } from "./settings.ts";
import type { TaskView } from "./task-view.ts";

/** A task that is away for so long, while all inputs do their work, has ended. */
const goneAfterMs = 120_000;
/** A host of an earlier run that got no value for so long has no task any more: another agent would post once a minute. */
const silentAfterMs = 600_000;
const lookForStrandedEveryMs = 3_600_000;
/** Of one look; the rest the next time. */
const strandedAtMost = 30;

export interface EndingsDeps {
  readonly settings: Settings;
  readonly hosts: Hosts;
  readonly remote: RemoteHosts;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: () => string | undefined;
}

/** Retires the hosts of tasks that have ended: for a daemon, which sees from outside that they have. */
export interface Endings {
  /** Nothing of this stands in the way of a delivery: what fails is tried again the next time. */
  run(latest: Snapshot, views: readonly TaskView[], signal: AbortSignal): Promise<void>;
}

const owned = z.object({ [ownerKey]: z.string() });

const isOwnedBy = ({ meta }: RemoteHost, owner: string): boolean =>
  owned.safeParse(meta?.cloud?.metadata).data?.[ownerKey] === owner;

/** What the settings want to become of the host of a task that ended. */
export const endHost = async (
  id: string,
  { settings, remote }: Pick<EndingsDeps, "settings" | "remote">,
  signal: AbortSignal,
): Promise<Verdict> => {
  if (settings.whenTaskEnds === "keep") return { kind: "good", json: undefined };
  return settings.whenTaskEnds === "retire" ? remote.retire(id, signal) : remote.setStatus(id, "poweroff", signal);
};

/** Tasks that are missing in a snapshot have ended only if every input could look. */
const isWhole = ({ inputs }: Snapshot): boolean => inputs.length > 0 && inputs.every(({ up }) => up === true);

export const openEndings = (deps: EndingsDeps): Endings => {
  const { settings, hosts, remote, budget, clock, log, owner } = deps;
  let lookedMs: number | undefined;

  const end = async (id: string, why: string, signal: AbortSignal): Promise<boolean> => {
    const verdict = await endHost(id, deps, signal);
    const done = verdict.kind === "good" || verdict.kind === "missing";
    if (done) log.info("Mackerel host of an ended task", { host: id, done: settings.whenTaskEnds, why });
    else log.warn("Mackerel host of an ended task is tried again later", { host: id, outcome: verdict.kind });
    return done;
  };

  const endGone = async (alive: ReadonlySet<string>, signal: AbortSignal): Promise<void> => {
    const isGone = ({ seed, aliveMs }: KnownHost): boolean =>
      seed.kind === "task" && !alive.has(seed.identifier) && clock.now() - aliveMs > goneAfterMs;
    for (const host of hosts.known().filter(isGone)) {
      if (!(await end(host.id, "its task is gone", signal))) continue;
      hosts.close(host);
      budget.forget(host.id);
    }
  };

  const isSilent = async ({ id }: RemoteHost, signal: AbortSignal): Promise<boolean> => {
    const newest = await remote.newestValue(id, signal);
    return newest.kind === "found" && clock.now() - newest.value * 1000 > silentAfterMs;
  };

  const stranded = (found: readonly RemoteHost[], alive: ReadonlySet<string>, me: string): readonly RemoteHost[] =>
    found.filter(({ customIdentifier, status, createdAt = 0, ...host }) => {
      const identifier = customIdentifier ?? "";
      return (
        identifier.startsWith(identifierPrefix) &&
        isOwnedBy({ ...host, customIdentifier }, me) &&
        !alive.has(identifier) &&
        !hosts.has(identifier) &&
        clock.now() - createdAt * 1000 > silentAfterMs &&
        !(settings.whenTaskEnds === "poweroff" && status === "poweroff")
      );
    });

  /** Those that an earlier run of this very daemon left behind. */
  const endStranded = async (alive: ReadonlySet<string>, signal: AbortSignal): Promise<void> => {
    const me = owner();
    if (me === undefined || (lookedMs !== undefined && clock.now() - lookedMs < lookForStrandedEveryMs)) return;
    lookedMs = clock.now();
    const listed = await remote.list(settings.roles, signal);
    if (listed.kind !== "found") {
      log.warn("Mackerel hosts of an earlier run are looked for again later", { outcome: listed.kind });
      return;
    }
    for (const host of stranded(listed.value, alive, me).slice(0, strandedAtMost)) {
      if (await isSilent(host, signal)) await end(host.id, "left behind by an earlier run", signal);
    }
  };

  return {
    run: async (latest, views, signal) => {
      if (settings.whenTaskEnds === "keep" || !isWhole(latest)) return;
      const alive = new Set(views.filter((view) => view.alive).map(({ task }) => taskIdentifier(task)));
      await endGone(alive, signal);
      await endStranded(alive, signal);
    },
  };
};
