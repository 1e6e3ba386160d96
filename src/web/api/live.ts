import type { Clock } from "../../ports/clock.ts";
import type { ReplyStream, ServerRequest } from "../../ports/http-server.ts";
import type { LiveFeed, Sight } from "../../ports/live-feed.ts";
import type { Route } from "../server.ts";
import type { Trouble } from "./contract.ts";
import { comment, event, retryAfter } from "./event-text.ts";
import { openLiveTable } from "./live-table.ts";
import { pointsOf } from "./points.ts";
import { openReplay } from "./replay.ts";
import { refuse } from "./reply.ts";

export interface LiveRouteOptions {
  readonly feed: LiveFeed;
  readonly clock: Clock;
  /** Of this run of the agent. */
  readonly agent: string;
  troubles(): readonly Trouble[];
}

const readersAtMost = 100;
const keysAtMost = 64;
const heartbeatMs = 15_000;
const retryMs = 2000;

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

/** One connection. While its peer does not keep up nothing more is written: it gets a fresh table when it does. */
interface Reader {
  readonly to: ReplyStream;
  readonly keys: readonly string[];
  behind: boolean;
  missed: boolean;
}

/** What all readers share, from the first to the last. */
interface Session {
  /** Everything, as one event. */
  table(): Uint8Array;
  /** What happened after an event that the reader has; undefined when that is no longer known. */
  since(eventId: string): readonly Uint8Array[] | undefined;
  /** The newest figures of one resource, as one event. */
  points(key: string): Uint8Array | undefined;
  close(): void;
}

interface SessionOptions extends LiveRouteOptions {
  /** The number of the first event. */
  readonly from: number;
  onEvent(delta: Uint8Array, number: number): void;
}

const openSession = ({ feed, agent, troubles, from, onEvent }: SessionOptions): Session => {
  let number = from;
  const idOf = (one: number): string => `${agent}-${one}`;
  const replay = openReplay();
  const points = new Map<string, Uint8Array>();
  let table: Uint8Array | undefined;
  const unwatch = feed.watch((now) => {
    number += 1;
    sight = now;
    table = undefined;
    points.clear();
    const delta = event("delta", live.update(now), idOf(number));
    replay.add(idOf(number), delta);
    onEvent(delta, number);
  });
  let sight: Sight = feed.current();
  const live = openLiveTable(sight, { agent, troubles });
  replay.begin(idOf(number));

  return {
    table: () => {
      table ??= event("table", live.whole(), idOf(number));
      return table;
    },
    since: replay.since,
    points: (key) => {
      const known = points.get(key);
      if (known !== undefined) return known;
      const entry = sight.snapshot.entries.find(({ resource }) => resource.key === key);
      if (entry === undefined) return undefined;
      const made = event("points", pointsOf(entry, sight.snapshot.takenAtMs));
      points.set(key, made);
      return made;
    },
    close: unwatch,
  };
};

/** `/api/live`: what changes, as it changes. One event is made once for all readers. */
export const liveRoute = (options: LiveRouteOptions): Route => {
  const { feed, clock } = options;
  const readers = new Set<Reader>();
  let session: Session | undefined;
  let number = 0;
  let beating = new AbortController();

  const send = (reader: Reader, chunk: Uint8Array | undefined): void => {
    if (chunk === undefined) return;
    if (reader.behind) reader.missed = true;
    else reader.behind = !reader.to.write(chunk);
  };

  const sendPoints = (reader: Reader): void => {
    for (const key of reader.keys) send(reader, session?.points(key));
  };

  const catchUp = (reader: Reader): void => {
    reader.behind = false;
    if (!reader.missed) return;
    reader.missed = false;
    send(reader, session?.table());
    sendPoints(reader);
  };

  const beat = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await clock.sleep(heartbeatMs, signal);
      if (signal.aborted) return;
      for (const reader of readers) if (!reader.behind) send(reader, comment);
    }
  };

  const begin = (): Session => {
    beating = new AbortController();
    void beat(beating.signal);
    number += 1;
    return openSession({
      ...options,
      from: number,
      onEvent: (delta, at) => {
        number = at;
        for (const reader of readers) {
          send(reader, delta);
          sendPoints(reader);
        }
      },
    });
  };

  const end = (): void => {
    beating.abort();
    session?.close();
    session = undefined;
  };

  const join = (to: ReplyStream, keys: readonly string[], lastEventId: string | undefined): void => {
    session ??= begin();
    const reader: Reader = { to, keys, behind: false, missed: false };
    readers.add(reader);
    const unfollow = feed.follow(keys);
    to.onDrain(() => catchUp(reader));
    to.onClose(() => {
      readers.delete(reader);
      unfollow();
      if (readers.size === 0) end();
    });
    send(reader, retryAfter(retryMs));
    const missed = lastEventId === undefined ? undefined : session.since(lastEventId);
    for (const chunk of missed ?? [session.table()]) send(reader, chunk);
    sendPoints(reader);
  };

  return {
    path: "/api/live",
    description: "The table of tasks and containers as it changes: server-sent events",
    answer: ({ query, headers: asked }: ServerRequest) => {
      const keys = [...new Set(query.getAll("watch"))];
      if (keys.length > keysAtMost) {
        return refuse(
          400,
          `No more than ${keysAtMost} resources are watched on one connection: leave some of the watch parameters out.`,
        );
      }
      if (readers.size >= readersAtMost) {
        return refuse(
          503,
          `${readersAtMost} readers watch already, and more are not served. Close one and try again.`,
          {
            "retry-after": "10",
          },
        );
      }
      return { status: 200, headers, stream: (to) => join(to, keys, asked["last-event-id"]) };
    },
  };
};
