import type { Clock } from "../ports/clock.ts";

export interface Throttle {
  readonly perSecond: number;
  readonly burst: number;
}

/** What the ECS agent allows each caller on each path. */
export const agentThrottle: Throttle = { perSecond: 40, burst: 60 };

/** Beyond so many paths the full buckets are forgotten: to them it makes no difference. */
const maxBuckets = 10_000;

/** A token bucket a key; true while the request may pass. */
export const throttle = ({ perSecond, burst }: Throttle, clock: Clock): ((key: string) => boolean) => {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const level = (bucket: { tokens: number; atMs: number }, nowMs: number): number =>
    Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) * perSecond) / 1000);
  return (key) => {
    const nowMs = clock.monotonic();
    if (buckets.size > maxBuckets) {
      for (const [other, bucket] of buckets) if (level(bucket, nowMs) >= burst) buckets.delete(other);
    }
    const bucket = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    const tokens = level(bucket, nowMs);
    const passes = tokens >= 1;
    buckets.set(key, { tokens: passes ? tokens - 1 : tokens, atMs: nowMs });
    return passes;
  };
};
