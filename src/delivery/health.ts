import type { BufferReader } from "../ports/buffer.ts";
import type { CircuitState, OutputHealth } from "../ports/output-health.ts";
import type { Problem } from "../problems/problem.ts";
import type { Books } from "./books.ts";
import { lostPointsOf } from "./losses.ts";

export interface HealthFacts {
  readonly name: string;
  readonly books: Books;
  readonly reader: BufferReader;
  readonly circuit: CircuitState;
  readonly problems: readonly Problem[];
  readonly nowMs: number;
  /** Older is worth nothing to the back end. */
  readonly maxAgeMs: number;
  readonly maxBytes: number;
  readonly fillBytesPerSecond: number | undefined;
}

interface Queue {
  readonly bytes: number;
  readonly oldestMs?: number | undefined;
}

/** An outage costs something when the queue is full, or when the oldest in it is too old, whichever is sooner. */
const roomSecondsOf = ({ bytes, oldestMs }: Queue, facts: HealthFacts): number | undefined => {
  const { nowMs, maxAgeMs, maxBytes, fillBytesPerSecond } = facts;
  if (fillBytesPerSecond === undefined || fillBytesPerSecond <= 0) return undefined;
  const byBytes = (maxBytes - bytes) / fillBytesPerSecond;
  const byAge = (maxAgeMs - Math.max(0, nowMs - (oldestMs ?? nowMs))) / 1000;
  return Math.max(0, Math.min(byBytes, byAge));
};

export const healthOf = (facts: HealthFacts): OutputHealth => {
  const { name, books, reader, circuit, problems } = facts;
  const { records, items: points, bytes, oldestMs } = reader.backlog();
  return {
    name,
    acceptedPoints: books.acceptedPoints,
    lostPoints: lostPointsOf(books, reader),
    items: books.items,
    inHand: books.inHand,
    returned: books.returned,
    delivered: books.delivered,
    duplicates: books.duplicates,
    retried: books.retried,
    dropped: new Map(books.dropped.counts()),
    refused: new Map(books.refused.counts()),
    appSeriesLeftOut: books.appSeriesLeftOut,
    requests: new Map(books.requests.counts()),
    sentBytes: books.sentBytes,
    queue: { records, points, bytes, oldestMs, roomSeconds: roomSecondsOf({ bytes, oldestMs }, facts) },
    circuit,
    lastDeliveredMs: books.lastDeliveredMs,
    problems,
  };
};
