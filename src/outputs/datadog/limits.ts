import type { PushLimits } from "../../ports/push-output.ts";
import type { DatadogConfig } from "./config.ts";

const minute = 60_000;

/** Bytes of a request to /api/v2/series, compressed. */
export const mostCompressedBytes = 512_000;

/** Before compression (API v2; the other calls take more). */
const mostPlainBytes = 5_242_880;

/**
 * Datadog takes points of the last hour, check results of the last ten minutes and events of the last 18 hours, none that
 * is more than ten minutes ahead, answers 202 to others as well, and drops them. Events go one by one. 2,000 points keep
 * a request well below its size.
 */
export const limitsOf = ({ flushMs, timeoutMs, apps }: DatadogConfig): PushLimits => ({
  maxItems: 2000,
  maxBytes: mostPlainBytes,
  maxAgeMs: 60 * minute,
  maxAheadMs: 10 * minute,
  cadenceMs: flushMs,
  maxRequestsPerSecond: 5,
  timeoutMs,
  apps,
  routes: {
    checks: { maxAgeMs: 10 * minute, maxItems: 1000 },
    events: { maxAgeMs: 18 * 60 * minute, maxItems: 1 },
  },
});
