import type { Clock } from "../../ports/clock.ts";
import type { DeliveryOutcome } from "../../ports/push-output.ts";
import { type Addressee, address } from "./address.ts";
import type { Api } from "./api.ts";
import type { Budget, NamedMetric } from "./budget.ts";
import type { HostSeed } from "./host-seed.ts";
import type { Hosts } from "./hosts.ts";
import type { KnownHost } from "./known-host.ts";
import { outcomeOf, outputProblem, writeVerdict } from "./outcome.ts";
import { inTime, rejectedOf, type Sorted, type Timed, taken, toSend } from "./sorted.ts";

export interface DeliverDeps {
  readonly api: Api;
  readonly hosts: Hosts;
  readonly budget: Budget;
  readonly clock: Clock;
}

interface HostItem extends Timed {
  /** Place of its host in the letter. */
  readonly host: number;
}

interface Placed<Item> {
  readonly item: Item;
  readonly host: KnownHost;
}

/** What is told of hosts: metrics, or check results. */
export interface HostLetter<Item extends HostItem> {
  readonly path: string;
  readonly hosts: readonly HostSeed[];
  readonly items: readonly Item[];
  readonly ageMs: number;
  /** What the item counts as in the price of its host. */
  readonly named: (item: Item) => NamedMetric;
  readonly body: (placed: readonly Placed<Item>[]) => unknown;
}

const newestMs = (items: readonly HostItem[], hostCount: number): readonly number[] => {
  const newest = Array.from({ length: hostCount }, () => 0);
  for (const { host, time } of items) newest[host] = Math.max(newest[host] ?? 0, time * 1000);
  return newest;
};

const placed = <Item extends HostItem>(
  sorted: readonly Sorted<Item>[],
  to: readonly Addressee[],
): readonly Sorted<Placed<Item>>[] =>
  sorted.map((one) => {
    if (!("item" in one)) return one;
    const addressee = to[one.item.host];
    if (addressee?.kind === "host") return { item: { item: one.item, host: addressee.host } };
    return { reason: addressee?.reason ?? "no-host" };
  });

const withinBudget = <Item extends HostItem>(
  sorted: readonly Sorted<Placed<Item>>[],
  named: HostLetter<Item>["named"],
  { budget, clock }: DeliverDeps,
): readonly Sorted<Placed<Item>>[] => {
  const byHost = Map.groupBy(toSend(sorted), ({ host }) => host);
  const admits = new Map(
    [...byHost].map(([host, own]) => [
      host,
      budget.admit(
        host,
        own.map(({ item }) => named(item)),
        clock.now(),
      ),
    ]),
  );
  return sorted.map((one) => {
    if (!("item" in one) || admits.get(one.item.host)?.(named(one.item.item))) return one;
    return { reason: "over-budget" };
  });
};

/** A 404: hosts that Mackerel does not have any more are looked for, or created, with the next try. */
const afterMissing = async (used: Iterable<KnownHost>, hosts: Hosts, signal: AbortSignal): Promise<DeliveryOutcome> => {
  const gone: string[] = [];
  for (const host of used) {
    const looked = await hosts.look(host, signal);
    if (looked.kind !== "found") return outcomeOf(looked);
    if (looked.value !== undefined) continue;
    hosts.forget(host);
    gone.push(host.id);
  }
  if (gone.length > 0) return { kind: "retry", problem: outputProblem("mackerel-host", `gone: ${gone.join(", ")}`) };
  return { kind: "bad", problem: outputProblem("output-refused", "status 404, though every host is there") };
};

/** Finds the hosts, leaves out what Mackerel would not take, posts the rest. */
export const deliverToHosts = async <Item extends HostItem>(
  letter: HostLetter<Item>,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<DeliveryOutcome> => {
  const { api, hosts, budget, clock } = deps;
  const nowMs = clock.now();
  const timely = inTime(letter.items, nowMs, letter.ageMs);
  const newest = newestMs(toSend(timely), letter.hosts.length);
  const addressed = await address(letter.hosts, newest, { hosts, nowMs, signal });
  if (addressed.kind === "not-now") return addressed.outcome;
  const sorted = withinBudget(placed(timely, addressed.to), letter.named, deps);
  const rejected = rejectedOf(sorted);
  const sending = toSend(sorted);
  const used = new Set(sending.map(({ host }) => host));
  const trouble = addressed.problem ?? [...used].map(budget.problem).find((found) => found !== undefined);
  if (sending.length === 0) return taken(rejected, trouble);
  const verdict = writeVerdict(await api({ method: "POST", path: letter.path, body: letter.body(sending) }, signal));
  if (verdict.kind === "missing") return afterMissing(used, hosts, signal);
  return verdict.kind === "good" ? taken(rejected, trouble) : verdict;
};
