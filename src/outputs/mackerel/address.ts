import type { DeliveryOutcome } from "../../ports/push-output.ts";
import type { Problem } from "../../problems/problem.ts";
import type { HostSeed } from "./host-seed.ts";
import type { Hosts, Resolution } from "./hosts.ts";
import type { KnownHost } from "./known-host.ts";

/** Whom a host's part of a letter goes to. */
export type Addressee =
  | { readonly kind: "host"; readonly host: KnownHost }
  /** Left out. */
  | { readonly kind: "nobody"; readonly reason: "no-host" | "host-refused" };

/** An addressee for each host of a letter; or why the whole letter has to wait. */
export type Addressed =
  | { readonly kind: "addressed"; readonly to: readonly Addressee[]; readonly problem?: Problem }
  | { readonly kind: "not-now"; readonly outcome: DeliveryOutcome };

/** A task whose newest value is older than this has gone: no host is created for it any more. */
const freshMs = 15 * 60_000;

type Waiting = Exclude<Resolution, { kind: "found" | "absent" }>;

/**
 * No list of hosts: something else answers at this address. No host at all that Mackerel takes: what is wrong is not the
 * host's but the configuration's, and everything is kept until that is mended.
 */
const waitFor = (resolution: Waiting): DeliveryOutcome =>
  resolution.kind === "missing" || resolution.kind === "bad"
    ? { kind: "hold", problem: resolution.problem }
    : resolution;

/**
 * Finds the hosts of a letter, and creates those that Mackerel does not have yet.
 *
 * @param newestMs time of the newest value, for each host
 */
export const address = async (
  seeds: readonly HostSeed[],
  newestMs: readonly number[],
  { hosts, nowMs, signal }: { readonly hosts: Hosts; readonly nowMs: number; readonly signal: AbortSignal },
): Promise<Addressed> => {
  const to: Addressee[] = [];
  let problem: Problem | undefined;
  for (const [place, seed] of seeds.entries()) {
    const isFresh = nowMs - (newestMs[place] ?? 0) < freshMs;
    const resolution = await hosts.resolve(seed, isFresh ? "unless-closed" : "never", signal);
    if (resolution.kind === "found") to.push({ kind: "host", host: resolution.value });
    else if (resolution.kind === "absent") to.push({ kind: "nobody", reason: "no-host" });
    else if (resolution.kind === "bad" && hosts.known().length > 0) {
      to.push({ kind: "nobody", reason: "host-refused" });
      problem = resolution.problem;
    } else return { kind: "not-now", outcome: waitFor(resolution) };
  }
  return { kind: "addressed", to, ...(problem === undefined ? {} : { problem }) };
};
