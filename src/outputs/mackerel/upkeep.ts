import type { Clock } from "../../ports/clock.ts";
import { hostBody } from "./host-body.ts";
import { taskSeed } from "./host-seed.ts";
import type { Hosts } from "./hosts.ts";
import type { KnownHost } from "./known-host.ts";
import type { Verdict } from "./outcome.ts";
import type { RemoteHosts } from "./remote-hosts.ts";
import type { Settings } from "./settings.ts";
import type { TaskView } from "./task-view.ts";

/** Mackerel's own agents send their description as often. */
const describeEveryMs = 3_600_000;
/** A new host's size is not in the answer to its creation. */
const describeNewAfterMs = 50_000;

export interface UpkeepDeps {
  readonly settings: Settings;
  readonly hosts: Hosts;
  readonly remote: RemoteHosts;
  readonly clock: Clock;
  readonly owner: () => string | undefined;
}

/** Anything but `good`: what went wrong, and should be told or waited for. */
type Upkeep = Exclude<Verdict, { kind: "good" | "missing" }> | undefined;

const union = (one: readonly string[], other: readonly string[]): readonly string[] => [...new Set([...one, ...other])];

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name));

/** The host's description, when it is due: its size is learnt with it, and whether it is still there. */
const describe = async (host: KnownHost, view: TaskView, deps: UpkeepDeps, signal: AbortSignal): Promise<Upkeep> => {
  const { settings, hosts, remote, clock, owner } = deps;
  const seed = taskSeed(view, settings.checks.includes("health"));
  // A check that an update leaves out is forgotten: those of a container that is away for a while stay.
  const checks = union(host.checks, seed.checks);
  const everyMs = host.size === undefined ? describeNewAfterMs : describeEveryMs;
  const isDue = host.describedMs === undefined || clock.now() - host.describedMs > everyMs;
  if (!isDue && isSame(checks, host.checks)) return undefined;
  const looked = await hosts.look(host, signal);
  if (looked.kind === "missing") return { kind: "hold", problem: looked.problem };
  if (looked.kind !== "found") return looked;
  if (looked.value === undefined) {
    hosts.forget(host);
    return undefined;
  }
  host.size = looked.value.size ?? "not told";
  const containers = view.containers.map(({ container }) => container);
  const updated = await remote.update(
    host.id,
    hostBody({ ...seed, checks }, settings, { owner: owner(), containers }),
    signal,
  );
  if (updated.kind === "missing") hosts.forget(host);
  else if (updated.kind !== "found") return updated;
  host.describedMs = clock.now();
  host.checks = checks;
  return undefined;
};

const giveStatus = async (host: KnownHost, { hosts, remote }: UpkeepDeps, signal: AbortSignal): Promise<Upkeep> => {
  if (host.statusDue === undefined) return undefined;
  const given = await remote.setStatus(host.id, host.statusDue, signal);
  if (given.kind === "missing") hosts.forget(host);
  else if (given.kind !== "good") return given;
  host.statusDue = undefined;
  return undefined;
};

/** Sees to it that a living task has a host, with the right status and description. */
export const keepUp = async (view: TaskView, deps: UpkeepDeps, signal: AbortSignal): Promise<Upkeep> => {
  const { hosts, settings, clock } = deps;
  const seed = taskSeed(view, settings.checks.includes("health"));
  const containers = view.containers.map(({ container }) => container);
  const resolved = await hosts.resolve(seed, { containers }, signal);
  if (resolved.kind === "absent") return undefined;
  if (resolved.kind === "missing") return { kind: "hold", problem: resolved.problem };
  if (resolved.kind !== "found") return resolved;
  const host = resolved.value;
  host.aliveMs = clock.now();
  return (await giveStatus(host, deps, signal)) ?? (await describe(host, view, deps, signal));
};
