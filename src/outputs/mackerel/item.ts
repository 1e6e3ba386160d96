import type { PushItem } from "../../ports/push-output.ts";
import type { HostSeed } from "./host-seed.ts";

/** A value of a host's metric. */
export interface HostMetricItem extends PushItem {
  readonly kind: "host-metric";
  readonly host: HostSeed;
  readonly name: string;
  readonly value: number;
  readonly priority: number;
}

/** A value of a service's metric. */
export interface ServiceMetricItem extends PushItem {
  readonly kind: "service-metric";
  readonly service: string;
  readonly name: string;
  readonly value: number;
}

export type CheckStatus = "OK" | "WARNING" | "CRITICAL" | "UNKNOWN";

/** The result of a check on a host. */
export interface CheckItem extends PushItem {
  readonly kind: "check";
  readonly host: HostSeed;
  readonly name: string;
  readonly status: CheckStatus;
  readonly message: string;
}

export type MackerelItem = HostMetricItem | ServiceMetricItem | CheckItem;

export const routes = {
  metrics: "metrics",
  service: "service-metrics",
  checks: "checks",
} as const;
