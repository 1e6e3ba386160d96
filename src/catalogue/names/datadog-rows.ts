import type { MetricId } from "../catalogue.ts";
import type { DatadogRow } from "./datadog-dialect.ts";

/** vCPUs, and CPU seconds per second, as percent: 100 is one core. */
export const percentOfOneCore = 100;

/** vCPUs, and CPU seconds per second, as nanocores. */
export const nano = 1e9;

export const perMebibyte = 1 / 2 ** 20;

/** A value as it is. */
export const value = (metric: MetricId, scale = 1): DatadogRow => ({ take: "points", metric, send: "value", scale });

/** A counter's change per second. */
export const perSecond = (metric: MetricId, scale = 1, where: Readonly<Record<string, string>> = {}): DatadogRow => ({
  take: "points",
  metric,
  send: "perSecond",
  scale,
  where,
});

type NetworkCounter = MetricId extends infer M ? (M extends `container.network.${infer C}` ? C : never) : never;

/**
 * A network counter per interface: the container's where it has its own, the task's where all containers share one
 * (awsvpc), so that a sum over containers is the truth.
 */
export const netRows = (counter: NetworkCounter, send: "value" | "perSecond"): readonly DatadogRow[] => {
  const tags = { interface: "interface" };
  const own: MetricId = `container.network.${counter}`;
  return [
    { take: "points", metric: own, send, tags },
    { take: "points", metric: `task.network.${counter}`, send, tags, unless: own },
  ];
};

/** Words of a health check; STARTING and what is new are unknown. */
export const containerHealthStatuses = { HEALTHY: "ok", UNHEALTHY: "critical" } as const;
