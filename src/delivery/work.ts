import type { PushItem } from "../ports/push-output.ts";

/** The items in hand, by route, each route in its order. */
export interface Work<Item extends PushItem> {
  /** Routes that have items. */
  routes(): readonly string[];
  /** Takes the next items of a route out, none when there are no more. */
  take(route: string, atMost: number): readonly Item[];
  /** Puts items that were taken back to the front. */
  putBack(route: string, items: readonly Item[]): void;
  isEmpty(): boolean;
}

export const createWork = <Item extends PushItem>(items: readonly Item[]): Work<Item> => {
  /** Each route's items with the next one last, so that taking costs nothing. */
  const waiting = new Map<string, Item[]>();
  for (const item of items) {
    const ofRoute = waiting.get(item.route);
    if (ofRoute === undefined) waiting.set(item.route, [item]);
    else ofRoute.push(item);
  }
  for (const ofRoute of waiting.values()) ofRoute.reverse();
  return {
    routes: () => [...waiting.keys()],
    take: (route, atMost) => {
      const ofRoute = waiting.get(route) ?? [];
      const taken = ofRoute.splice(Math.max(0, ofRoute.length - atMost)).reverse();
      if (ofRoute.length === 0) waiting.delete(route);
      return taken;
    },
    putBack: (route, back) => {
      if (back.length === 0) return;
      waiting.set(route, [...(waiting.get(route) ?? []), ...back.toReversed()]);
    },
    isEmpty: () => waiting.size === 0,
  };
};
