import type { PushLimits } from "../../ports/push-output.ts";
import type { MackerelConfig } from "./config.ts";
import { routes } from "./item.ts";

const hourMs = 3_600_000;
/** What is about to expire would expire on its way. */
const marginMs = 10 * 60_000;

/** Mackerel drops values that are older, or further in the future, and answers 200 all the same. */
export const metricAgeMs = 24 * hourMs;
/** Mackerel ignores older reports. */
export const checkAgeMs = 6 * hourMs;
/** Mackerel takes that many in one request. */
const reportsAtMost = 100;

/** Mackerel refuses service metrics that are posted too often within a minute; its own agent leaves this between posts. */
const servicePostsGapMs = 30_000;

/** A minute of 200 containers, collected every ten seconds: it has to be seen whole, to make one value of it. */
const minuteBytes = 2_097_152;

/**
 * Of sizes and rates of `/tsdb` Mackerel says nothing: a post a minute as its own agents do, a megabyte at most (200
 * containers have half of that), and, for a backlog, one a second.
 */
export const limitsOf = ({ timeoutMs, apps }: Pick<MackerelConfig, "timeoutMs" | "apps">): PushLimits => ({
  maxItems: 10_000,
  maxBytes: 1_000_000,
  maxAgeMs: metricAgeMs - marginMs,
  maxAheadMs: metricAgeMs - marginMs,
  cadenceMs: 60_000,
  maxRequestsPerSecond: 1,
  selectBytes: minuteBytes,
  // A delivery may have to find or create a host first.
  timeoutMs: 3 * timeoutMs,
  apps,
  routes: {
    [routes.checks]: { maxItems: reportsAtMost, maxAgeMs: checkAgeMs - marginMs },
    [routes.service]: { minGapMs: servicePostsGapMs },
  },
});
