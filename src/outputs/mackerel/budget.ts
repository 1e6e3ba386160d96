import type { Problem } from "../../problems/problem.ts";
import type { KnownHost } from "./known-host.ts";
import { outputProblem } from "./outcome.ts";
import type { Settings } from "./settings.ts";

/** Mackerel counts a host's metrics over at most that time. */
const windowMs = 3_600_000;
const warnFrom = 0.8;
/** What the price of a host includes; every check counts as one metric. */
const included: Readonly<Record<string, number>> = { standard: 200, micro: 30 };
const usuallyIncluded = 200;

export interface NamedMetric {
  readonly name: string;
  readonly priority: number;
}

/** Counts the metrics of each host within an hour, as the bill does. */
export interface Budget {
  /** Counts these, and says which of them are within the budget: all, unless what exceeds it is to be dropped. */
  admit(host: KnownHost, metrics: readonly NamedMetric[], nowMs: number): (metric: NamedMetric) => boolean;
  /** The trouble of the host, if it has one. */
  problem(host: KnownHost): Problem | undefined;
  forget(hostId: string): void;
}

interface Seen extends NamedMetric {
  seenMs: number;
}

const byPriority = (one: Seen, other: Seen): number =>
  one.priority - other.priority || (one.name < other.name ? -1 : 1);

export const openBudget = ({ metrics: configured, whenExceeded }: Settings["budget"]): Budget => {
  const hosts = new Map<string, Map<string, Seen>>();
  const limitOf = ({ size }: KnownHost): number =>
    configured === 0 ? (included[size ?? ""] ?? usuallyIncluded) : configured;
  return {
    admit: (host, metrics, nowMs) => {
      const seen = hosts.get(host.id) ?? new Map<string, Seen>();
      hosts.set(host.id, seen);
      for (const { name, priority } of metrics) seen.set(name, { name, priority, seenMs: nowMs });
      for (const [name, { seenMs }] of seen) if (nowMs - seenMs > windowMs) seen.delete(name);
      const limit = limitOf(host);
      if (whenExceeded === "warn" || seen.size <= limit) return () => true;
      const within = new Set(
        [...seen.values()]
          .sort(byPriority)
          .slice(0, limit)
          .map(({ name }) => name),
      );
      return ({ name }) => within.has(name);
    },
    problem: (host) => {
      const count = hosts.get(host.id)?.size ?? 0;
      const limit = limitOf(host);
      if (count < limit * warnFrom) return undefined;
      const whose = host.seed.kind === "task" ? host.seed.name : host.customIdentifier;
      return outputProblem("mackerel-budget", `${whose}: ${count} within the hour, of ${limit}`);
    },
    forget: (hostId) => {
      hosts.delete(hostId);
    },
  };
};
