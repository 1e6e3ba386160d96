import type { PushLimits } from "../ports/push-output.ts";
import { limitsOf } from "./route-limits.ts";

/** How much goes into one request of a route: the limits, and what experience adds to them. */
export interface Sizes {
  /** Items that should fit, at least one. */
  items(route: string): number;
  maxBytes(route: string): number;
  /** What a number of items came to, before compression. */
  measured(route: string, items: number, bytes: number): void;
  /** The back end found it too large. */
  refused(route: string, bytes: number): void;
  accepted(route: string, bytes: number): void;
}

interface Experience {
  bytesPerItem: number;
  ceilingBytes: number;
}

/** Requests are planned a little below the ceiling: items differ. */
const filling = 0.9;
/** A ceiling below the limits rises by this with every request near it. */
const rise = 1.05;
const nearCeiling = 0.8;

export const createSizes = (limits: PushLimits): Sizes => {
  const routes = new Map<string, Experience>();
  const of = (route: string): Experience => {
    let known = routes.get(route);
    if (known === undefined) {
      known = { bytesPerItem: 0, ceilingBytes: limitsOf(limits, route).maxBytes };
      routes.set(route, known);
    }
    return known;
  };
  return {
    items: (route) => {
      const { bytesPerItem, ceilingBytes } = of(route);
      const fitting = bytesPerItem === 0 ? Number.POSITIVE_INFINITY : (ceilingBytes * filling) / bytesPerItem;
      return Math.max(1, Math.floor(Math.min(limitsOf(limits, route).maxItems, fitting)));
    },
    maxBytes: (route) => limitsOf(limits, route).maxBytes,
    measured: (route, items, bytes) => {
      of(route).bytesPerItem = bytes / items;
    },
    refused: (route, bytes) => {
      const known = of(route);
      known.ceilingBytes = Math.min(known.ceilingBytes, bytes / 2);
    },
    accepted: (route, bytes) => {
      const known = of(route);
      if (bytes < known.ceilingBytes * nearCeiling) return;
      known.ceilingBytes = Math.min(limitsOf(limits, route).maxBytes, known.ceilingBytes * rise);
    },
  };
};
