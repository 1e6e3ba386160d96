import { isCounter } from "../../catalogue/drawn.ts";
import type { Happening } from "../../model/happening.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveFeed, Sight } from "../../ports/live-feed.ts";
import { happeningsBetween } from "../happenings.ts";
import { openRates } from "../rates.ts";
import type { Runner } from "../runner.ts";
import { mergeEntries } from "../snapshots.ts";
import { type Audience, openAudience } from "./audience.ts";
import { openFormer } from "./former.ts";
import { joined } from "./remembered.ts";
import { openRing } from "./ring.ts";

export interface LiveOptions {
  readonly clock: Clock;
  /** Read anew each time: it changes with the configuration. */
  readonly runners: readonly Runner[];
  /** Between two ordinary collections. */
  intervalMs(): number;
  /** The snapshot that outputs get. */
  current(): Snapshot;
}

export interface Live {
  readonly feed: LiveFeed;
  readonly audience: Audience;
  /** After every ordinary collection, when the snapshot is new. */
  collected(): void;
  /** After every look. */
  looked(): void;
}

const happeningsKeptMs = 3_600_000;
const happeningsAtMost = 1000;
const keepMs = 15 * 60_000;
/** About 1,000 containers at an interval of 10 s. */
const ringBytesAtMost = 16 * 1024 * 1024;
const fineStepMs = 1000;
const fineKeepMs = 5 * 60_000;
const fineBytesAtMost = 8 * 1024 * 1024;

/** What somebody sees who watches: sights, what has gone, what happened, and the last minutes of every series. */
export const openLive = ({ clock, runners, intervalMs, current }: LiveOptions): Live => {
  const audience = openAudience(clock);
  const former = openFormer();
  const selfRates = openRates();
  const ring = openRing({ stepMs: intervalMs(), keepMs, bytesAtMost: ringBytesAtMost });
  const fine = openRing({ stepMs: fineStepMs, keepMs: fineKeepMs, bytesAtMost: fineBytesAtMost });
  const listeners = new Set<(sight: Sight) => void>();
  const followed = new Map<string, number>();
  let happenings: readonly Happening[] = [];
  /** The agent's own entry. */
  let own: readonly Entry[] = [];

  const pace = (): Sight["pace"] => {
    const refreshesMs = runners.map(({ looks }) => looks.refreshMs());
    const everyMs = audience.present() ? runners.map(({ looks }) => looks.everyMs() ?? intervalMs()) : [];
    return {
      intervalMs: Math.min(intervalMs(), ...everyMs),
      sourceRefreshMs: refreshesMs.length === 0 ? intervalMs() : Math.min(...refreshesMs),
    };
  };

  /** The agent's own counters have no rates in the snapshot that outputs get. */
  const rated = ({ resource, points }: Entry): Entry => {
    selfRates.begin({ nowMs: clock.now(), elapsedMs: clock.monotonic() });
    return {
      resource,
      points: points.map((point) => {
        if (!isCounter(point.metric)) return point;
        const rate = selfRates.of(resource.key, point);
        return rate === undefined ? point : { ...point, perSecond: rate.perSecond };
      }),
    };
  };

  /** What there is to see apart from the agent itself. */
  const seen = (ordinary: boolean, others: readonly Entry[]): readonly Entry[] =>
    ordinary && !audience.present() ? others : mergeEntries(runners.map(({ looks }) => looks.entries()));

  let sight: Sight = { snapshot: current(), former: [], happenings, fresh: [], pace: pace() };

  const see = (ordinary: boolean): void => {
    const published = current();
    const takenAtMs = ordinary ? published.takenAtMs : clock.now();
    const others = published.entries.filter(({ resource }) => resource.scope !== "self");
    const agent = published.entries.find(({ resource }) => resource.scope === "self");
    if (ordinary && agent !== undefined) own = [rated(agent)];
    const entries = Object.freeze([...seen(ordinary, others), ...own]);
    const snapshot: Snapshot = Object.freeze({ ...published, takenAtMs, entries });

    const { snapshot: before } = sight;
    const fresh = happeningsBetween(before, snapshot);
    happenings = [...happenings, ...fresh]
      .filter(({ atMs }) => atMs >= takenAtMs - happeningsKeptMs)
      .slice(-happeningsAtMost);
    sight = Object.freeze({ snapshot, former: former(before, snapshot), happenings, fresh, pace: pace() });
    if (ordinary) ring.put([...others, ...own], takenAtMs);
    if (followed.size > 0) {
      const close = entries.filter(({ resource }) => followed.has(resource.key));
      fine.put(close, takenAtMs);
    }
    for (const listener of listeners) listener(sight);
  };

  return {
    audience,
    collected: () => see(true),
    looked: () => see(false),
    feed: {
      current: () => ({ ...sight, pace: pace() }),
      watch: (onSight) => {
        const leave = audience.join();
        const listener = (one: Sight): void => onSight(one);
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
          leave();
        };
      },
      follow: (keys) => {
        for (const key of keys) followed.set(key, (followed.get(key) ?? 0) + 1);
        let here = true;
        return () => {
          for (const key of here ? keys : []) {
            const number = (followed.get(key) ?? 0) - 1;
            if (number > 0) followed.set(key, number);
            else followed.delete(key);
          }
          here = false;
        };
      },
      history: (key) => joined(ring.of(key), fine.of(key)),
      extent: () => {
        const { stepMs, keptMs, bytes } = ring.extent();
        return { stepMs, keptMs, bytes: bytes + fine.extent().bytes };
      },
    },
  };
};
