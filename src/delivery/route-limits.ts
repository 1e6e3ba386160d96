import type { PushLimits, RouteLimits } from "../ports/push-output.ts";

/** The limits that hold on a route. */
export const limitsOf = (limits: PushLimits, route: string): RouteLimits => ({ ...limits, ...limits.routes?.[route] });

/** The age that no route delivers beyond. */
export const longestAgeMs = ({ maxAgeMs, routes = {} }: PushLimits): number =>
  Math.max(maxAgeMs, ...Object.values(routes).map((route) => route.maxAgeMs ?? 0));
