import type { Clock } from "../../ports/clock.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { EngineClient } from "./client.ts";
import { type ContainerEvent, parseContainerEvent, watchedActions } from "./container-event.ts";

/** Follows the engine's events and takes up the thread again when it breaks. */
export interface EventStream {
  /** Opens it. Resolves when the first attempt came out, or has taken a second. */
  start(): Promise<void>;
  stop(): Promise<void>;
  isOpen(): boolean;
  /** Since when events are known of, milliseconds since the epoch; undefined before the stream first opened. */
  watchingSinceMs(): number | undefined;
  /** Why it is not open, or that it broke off since the last time this was asked. */
  takeTrouble(): Problem | undefined;
}

export interface EventStreamOptions {
  readonly client: EngineClient;
  readonly clock: Clock;
  /** Label filters, as the list has them. */
  readonly labels: readonly string[];
  readonly onEvent: (event: ContainerEvent) => void;
  /** The stream is open (again): what was seen before may have changed unseen. */
  readonly onOpen: () => void;
}

const firstPauseMs = 1000;
const longestPauseMs = 10_000;

/** As many as the engine keeps to tell again after a reconnection. */
const rememberedEvents = 256;

/** Tells each event once, though a reconnection reads the last second's again. */
const openOnce = (): ((event: ContainerEvent) => boolean) => {
  const keys: string[] = [];
  return ({ key }) => {
    if (keys.includes(key)) return false;
    keys.push(key);
    if (keys.length > rememberedEvents) keys.shift();
    return true;
  };
};

export const openEventStream = (options: EventStreamOptions): EventStream => {
  const { client, clock, labels, onEvent, onOpen } = options;
  const stopping = new AbortController();
  const isNew = openOnce();
  let open = false;
  let sinceMs: number | undefined;
  /** Of the last event, by the engine's clock. */
  let lastSeconds: number | undefined;
  /** Why it is not open. */
  let closed: Problem | undefined;
  /** That it was open and broke, until that is told. */
  let broken: Problem | undefined;
  let running: Promise<void> | undefined;

  const query = (): Readonly<Record<string, string>> => ({
    filters: JSON.stringify({
      type: ["container"],
      event: watchedActions,
      ...(labels.length === 0 ? {} : { label: labels }),
    }),
    ...(sinceMs === undefined ? {} : { since: String(lastSeconds ?? Math.floor(sinceMs / 1000)) }),
  });

  const follow = async (lines: AsyncIterable<string>): Promise<void> => {
    open = true;
    sinceMs ??= clock.now();
    onOpen();
    for await (const line of lines) {
      const event = parseContainerEvent(line);
      if (event === undefined) continue;
      lastSeconds = Math.max(lastSeconds ?? 0, event.atSeconds);
      if (isNew(event)) onEvent(event);
    }
    open = false;
    closed = problem("docker-events", client.shown, "closed by the engine");
    broken = closed;
    client.forgetVersion();
  };

  const run = async (attempted: () => void): Promise<void> => {
    const { signal } = stopping;
    let pauseMs = firstPauseMs;
    while (!signal.aborted) {
      const openedMs = clock.monotonic();
      const answer = await client.lines("/events", query(), signal);
      if (answer.ok) {
        const followed = follow(answer.value);
        attempted();
        await followed;
      } else {
        closed = problem("docker-events", client.shown, answer.problem.detail);
        attempted();
      }
      if (clock.monotonic() - openedMs > longestPauseMs) pauseMs = firstPauseMs;
      await clock.sleep(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  };

  return {
    start: async () => {
      if (running !== undefined || stopping.signal.aborted) return;
      const patience = new AbortController();
      running = run(() => patience.abort());
      await clock.sleep(firstPauseMs, patience.signal);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
    isOpen: () => open,
    watchingSinceMs: () => sinceMs,
    takeTrouble: () => {
      const told = open ? broken : closed;
      broken = undefined;
      return told;
    },
  };
};
