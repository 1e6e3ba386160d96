import type { ContainerIdentity } from "../../model/identity.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { hostBody } from "./host-body.ts";
import type { HostSeed, TaskHostSeed } from "./host-seed.ts";
import { type KnownHost, knownHost } from "./known-host.ts";
import { outputProblem } from "./outcome.ts";
import type { Found, RemoteHost, RemoteHosts } from "./remote-hosts.ts";
import type { Settings } from "./settings.ts";

/** `absent`: there is none, and none is to be created. */
export type Resolution = Found<KnownHost> | { readonly kind: "absent" };

/** How a host may come about that Mackerel does not have. */
export type Creation =
  | "never"
  /** Unless its task is over. */
  | "unless-closed"
  /** The task is alive, with these containers. */
  | { readonly containers: readonly ContainerIdentity[] };

/** The hosts this agent posts to. */
export interface Hosts {
  known(): readonly KnownHost[];
  has(identifier: string): boolean;
  /** Finds the host, here or in Mackerel, or creates it. */
  resolve(seed: HostSeed, creation: Creation, signal: AbortSignal): Promise<Resolution>;
  /** What Mackerel has under the host's custom identifier now, if it is still this host. */
  look(host: KnownHost, signal: AbortSignal): Promise<Found<RemoteHost | undefined>>;
  forget(host: KnownHost): void;
  /** Forgets it, and that stragglers create it again: its task is over. */
  close(host: KnownHost): void;
}

export interface HostsDeps {
  readonly settings: Settings;
  readonly remote: RemoteHosts;
  readonly clock: Clock;
  readonly log: Log;
  /** Custom identifier of the instance's host. */
  readonly instance: (signal: AbortSignal) => Promise<Found<string>>;
  readonly owner: () => string | undefined;
}

/** Tasks that are over and still remembered. */
const closedAtMost = 1000;

export const openHosts = ({ settings, remote, clock, log, instance, owner }: HostsDeps): Hosts => {
  const hosts = new Map<string, KnownHost>();
  const closed = new Set<string>();

  const keep = (seed: HostSeed, customIdentifier: string, found: Pick<RemoteHost, "id" | "size" | "status">) => {
    const host = knownHost(seed, customIdentifier, found, settings, clock.now());
    hosts.set(seed.identifier, host);
    closed.delete(seed.identifier);
    return { kind: "found", value: host } as const;
  };

  /** Undefined when Mackerel has none. */
  const find = async (seed: HostSeed, identifier: string, signal: AbortSignal): Promise<Resolution | undefined> => {
    const found = await remote.find(identifier, signal);
    if (found.kind !== "found") return found;
    if (found.value === undefined) return undefined;
    log.info("Mackerel host found", { host: found.value.id, name: found.value.name, size: found.value.size });
    return keep(seed, identifier, found.value);
  };

  const create = async (
    seed: TaskHostSeed,
    containers: readonly ContainerIdentity[],
    signal: AbortSignal,
  ): Promise<Resolution> => {
    const made = await remote.create(hostBody(seed, settings, { owner: owner(), containers }), signal);
    if (made.kind === "found") {
      log.info("Mackerel host created", { host: made.value, name: seed.name });
      const kept = keep(seed, seed.identifier, { id: made.value });
      if (containers.length > 0) {
        kept.value.describedMs = clock.now();
        kept.value.checks = seed.checks;
      }
      return kept;
    }
    if (made.kind !== "bad") return made;
    // Somebody may have created it meanwhile: custom identifiers are unique.
    const again = await find(seed, seed.identifier, signal);
    return again ?? { kind: "bad", problem: outputProblem("mackerel-host", `${seed.name}: ${made.problem.detail}`) };
  };

  const resolveTask = async (seed: TaskHostSeed, creation: Creation, signal: AbortSignal): Promise<Resolution> => {
    if (closed.has(seed.identifier) && typeof creation === "string") return { kind: "absent" };
    const found = await find(seed, seed.identifier, signal);
    if (found !== undefined) return found;
    if (creation === "never") return { kind: "absent" };
    return create(seed, typeof creation === "string" ? [] : creation.containers, signal);
  };

  const resolveInstance = async (seed: HostSeed, signal: AbortSignal): Promise<Resolution> => {
    const identifier = await instance(signal);
    if (identifier.kind !== "found") return identifier;
    const detail = `none has the custom identifier ${identifier.value}`;
    const found = await find(seed, identifier.value, signal);
    return found ?? { kind: "hold", problem: outputProblem("mackerel-instance", detail) };
  };

  const forget = ({ seed }: KnownHost): void => {
    hosts.delete(seed.identifier);
  };

  return {
    known: () => [...hosts.values()],
    has: (identifier) => hosts.has(identifier),
    resolve: async (seed, creation, signal) => {
      const host = hosts.get(seed.identifier);
      if (host !== undefined) return { kind: "found", value: host };
      return seed.kind === "instance" ? resolveInstance(seed, signal) : resolveTask(seed, creation, signal);
    },
    look: async ({ id, customIdentifier }, signal) => {
      const found = await remote.find(customIdentifier, signal);
      if (found.kind !== "found" || found.value?.id === id) return found;
      return { kind: "found", value: undefined };
    },
    forget,
    close: (host) => {
      forget(host);
      closed.add(host.seed.identifier);
      for (const oldest of [...closed].slice(0, closed.size - closedAtMost)) closed.delete(oldest);
    },
  };
};
