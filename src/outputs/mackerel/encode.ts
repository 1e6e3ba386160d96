import type { Payload } from "../../ports/push-output.ts";
import type { HostSeed } from "./host-seed.ts";
import type { CheckItem, HostMetricItem, MackerelItem, ServiceMetricItem } from "./item.ts";
import type { Letter } from "./letter.ts";

const jsonHeaders = { "content-type": "application/json" } as const;

/** Epoch seconds, Mackerel's own. */
const secondsOf = (atMs: number): number => Math.floor(atMs / 1000);

const payload = (path: string, letter: Letter): Payload => {
  const body = new TextEncoder().encode(JSON.stringify(letter));
  return { method: "POST", path, headers: jsonHeaders, body, plainBytes: body.length };
};

/** Each host once, and each item's place among them. */
const hostsOf = (items: readonly { readonly host: HostSeed }[]) => {
  const places = new Map<string, number>();
  const hosts: HostSeed[] = [];
  for (const { host } of items) {
    if (places.has(host.identifier)) continue;
    places.set(host.identifier, hosts.length);
    hosts.push(host);
  }
  return { hosts, placeOf: ({ identifier }: HostSeed): number => places.get(identifier) ?? 0 };
};

const metricsLetter = (items: readonly HostMetricItem[]): Letter => {
  const { hosts, placeOf } = hostsOf(items);
  const values = items.map(({ host, name, value, atMs, priority }) => ({
    host: placeOf(host),
    name,
    time: secondsOf(atMs),
    value,
    priority,
  }));
  return { kind: "metrics", hosts, values };
};

const checksLetter = (items: readonly CheckItem[]): Letter => {
  const { hosts, placeOf } = hostsOf(items);
  const reports = items.map(({ host, name, status, message, atMs }) => ({
    host: placeOf(host),
    name,
    status,
    message,
    time: secondsOf(atMs),
  }));
  return { kind: "checks", hosts, reports };
};

const serviceLetter = (items: readonly ServiceMetricItem[]): Letter => ({
  kind: "service",
  values: items.map(({ name, value, atMs }) => ({ name, time: secondsOf(atMs), value })),
});

const ofKind = <Kind extends MackerelItem["kind"]>(items: readonly MackerelItem[], kind: Kind) =>
  items.filter((item): item is Extract<MackerelItem, { kind: Kind }> => item.kind === kind);

/**
 * One request for items of one route. Its body is not yet Mackerel's: it says which hosts the values are of, and
 * `deliver`, which knows under which ids Mackerel has them, puts the ids in. Pure.
 */
export const encode = (items: readonly MackerelItem[]): Payload => {
  const [first] = items;
  if (first?.kind === "check") return payload("/api/v0/monitoring/checks/report", checksLetter(ofKind(items, "check")));
  if (first?.kind === "service-metric")
    return payload(`/api/v0/services/${first.service}/tsdb`, serviceLetter(ofKind(items, "service-metric")));
  return payload("/api/v0/tsdb", metricsLetter(ofKind(items, "host-metric")));
};
