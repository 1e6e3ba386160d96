import type { Target } from "./discover.ts";
import { openLanes } from "./lanes.ts";
import type { Outcome, ReasonWord } from "./outcome.ts";
import { type ReadTargetParts, readTarget, urlOf } from "./read-target.ts";

/** What is known of one target. Times are the monotonic clock's. */
export interface Kept {
  /** Undefined: it has not been read yet. */
  readonly last: Outcome | undefined;
  readonly errors: ReadonlyMap<ReasonWord, number>;
  /** Samples that were not taken, by reason. */
  readonly dropped: ReadonlyMap<string, number>;
}

interface Held {
  target: Target;
  last: Outcome | undefined;
  readonly errors: Map<ReasonWord, number>;
  readonly dropped: Map<string, number>;
  address: string;
  /** Since when it is at that address. */
  sinceMs: number;
  startedMs: number;
  running: Promise<void> | undefined;
  ending: AbortController;
  /** When it was no longer there; undefined: it is. */
  goneMs: number | undefined;
}

/** The readings of all targets, each at its own pace. A slow one holds up no other. */
export interface Readings {
  /** Begins what is due of these; ends what is under way of others, whose counts wait for them for a while. */
  begin(targets: readonly Target[]): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  of(id: string): Kept | undefined;
  stop(): Promise<void>;
}

/** A collection comes a little early or late: by this share of the interval, at the most, it still counts as due. */
const earlyShare = 0.05;

const isDue = ({ startedMs, running }: Held, intervalMs: number | undefined, nowMs: number): boolean =>
  running === undefined && nowMs - startedMs >= (intervalMs ?? 0) * (1 - earlyShare);

const add = <K>(counts: Map<K, number>, key: K, more: number): void => {
  if (more > 0) counts.set(key, (counts.get(key) ?? 0) + more);
};

/** Containers that come and go: of so many who left the counts are kept. */
const mostFormer = 1000;

/** One target's defect is not the others'. */
const defect = (thrown: unknown): Outcome => ({
  ok: false,
  reason: "defect",
  detail: thrown instanceof Error ? `${thrown.name}: ${thrown.message.slice(0, 300)}` : typeof thrown,
  durationMs: 0,
});

export interface ReadingsOptions extends ReadTargetParts {
  /** Targets that are read at once. */
  readonly concurrency: number;
  /** For so long what was counted of a target is kept for its return: containers restart. */
  readonly graceMs: number;
}

export const openReadings = (options: ReadingsOptions): Readings => {
  const { clock, concurrency, graceMs } = options;
  const all = new Map<string, Held>();
  const usual = openLanes(concurrency);
  /** Those who did not answer in time wait for one another, not the others for them. */
  const slow = openLanes(Math.ceil(concurrency / 2));

  const keep = (held: Held, outcome: Outcome): void => {
    held.last = outcome;
    if (!outcome.ok) add(held.errors, outcome.reason, 1);
    else for (const [reason, count] of Object.entries(outcome.dropped)) add(held.dropped, reason, count);
  };

  const heldOf = (target: Target): Held => {
    const address = urlOf(target);
    let held = all.get(target.id);
    if (held === undefined) {
      held = {
        target,
        last: undefined,
        errors: new Map(),
        dropped: new Map(),
        address,
        sinceMs: clock.monotonic(),
        startedMs: Number.NEGATIVE_INFINITY,
        running: undefined,
        ending: new AbortController(),
        goneMs: undefined,
      };
      all.set(target.id, held);
    }
    held.target = target;
    if (held.goneMs !== undefined) {
      held.goneMs = undefined;
      held.last = undefined;
      held.startedMs = Number.NEGATIVE_INFINITY;
      held.sinceMs = clock.monotonic();
      held.ending = new AbortController();
    }
    if (held.address !== address) {
      held.address = address;
      held.sinceMs = clock.monotonic();
    }
    return held;
  };

  const start = (id: string, held: Held): void => {
    held.startedMs = clock.monotonic();
    const lanes = held.last?.ok === false && held.last.reason === "timeout" ? slow : usual;
    const { signal } = held.ending;
    const reading = readTarget({ id, sinceMs: held.sinceMs, lanes, signal }, options).catch(defect);
    held.running = reading.then((outcome) => {
      held.running = undefined;
      if (!signal.aborted) keep(held, outcome);
    });
  };

  const underWay = (): readonly Promise<void>[] => [...all.values()].flatMap(({ running }) => running ?? []);

  const leave = (present: ReadonlySet<string>, nowMs: number): void => {
    const gone = [...all].filter(([id]) => !present.has(id));
    const former = gone.length - mostFormer;
    for (const [place, [id, held]] of gone.entries()) {
      held.goneMs ??= nowMs;
      held.ending.abort();
      if (place >= former && nowMs - held.goneMs <= graceMs) continue;
      all.delete(id);
      void options.plugins.forget(held.target);
    }
  };

  return {
    begin: (targets) => {
      const nowMs = clock.monotonic();
      leave(new Set(targets.map(({ id }) => id)), nowMs);
      for (const target of targets) {
        const held = heldOf(target);
        if (isDue(held, target.wanted.intervalMs, nowMs)) start(target.id, held);
      }
    },
    settled: async () => {
      await Promise.all(underWay());
    },
    of: (id) => all.get(id),
    stop: async () => {
      const running = underWay();
      for (const held of all.values()) held.ending.abort();
      await Promise.all(running);
    },
  };
};
