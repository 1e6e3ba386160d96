import type { Happening } from "../../../model/happening.ts";
import type { Point } from "../../../model/point.ts";
import { containerResource, taskResource } from "../../../model/resource.ts";
import type { Entry } from "../../../model/snapshot.ts";
import type { Former, LiveFeed, Sight } from "../../../ports/live-feed.ts";

export const startMs = Date.UTC(2026, 0, 1);

export const task = {
  arn: "arn:aws:ecs:eu-west-1:123456789012:task/shop/one",
  id: "one",
  cluster: "shop",
  family: "web",
  revision: "7",
  service: "front",
};

export const point = (
  metric: string,
  value: number,
  attributes: Record<string, string> = {},
  perSecond?: number,
): Point => ({ metric, value, attributes, atMs: startMs, ...(perSecond === undefined ? {} : { perSecond }) });

export const status = (word: string): Point => point("container.status", 1, { type: "known", status: word });

export const taskEntry = (points: readonly Point[] = []): Entry => ({ resource: taskResource(task), points });

/** A container of the task. */
export const containerEntry = (id: string, points: readonly Point[] = [], image = "shop/web:2"): Entry => ({
  resource: containerResource({ id, name: id, image }, task),
  points,
});

export const sightOf = (
  ms: number,
  entries: readonly Entry[],
  { former = [], fresh = [] }: { readonly former?: readonly Former[]; readonly fresh?: readonly Happening[] } = {},
): Sight => ({
  snapshot: { takenAtMs: startMs + ms, form: "sidecar", entries, inputs: [] },
  former,
  happenings: fresh,
  fresh,
  pace: { intervalMs: 1000, sourceRefreshMs: 1000 },
});

/** A feed that shows what it is told to. */
export const stillFeed = (first: Sight) => {
  let sight = first;
  const watchers = new Set<(sight: Sight) => void>();
  const followed: string[] = [];
  const feed: LiveFeed = {
    current: () => sight,
    watch: (onSight) => {
      watchers.add(onSight);
      return () => watchers.delete(onSight);
    },
    follow: (keys) => {
      followed.push(...keys);
      return () => {
        for (const key of keys) followed.splice(followed.indexOf(key), 1);
      };
    },
    history: () => undefined,
    extent: () => ({ stepMs: 10_000, keptMs: 900_000, bytes: 0 }),
  };
  return {
    feed,
    watchers,
    followed,
    show: (next: Sight) => {
      sight = next;
      for (const watcher of watchers) watcher(next);
    },
  };
};
