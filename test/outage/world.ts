import { openMemoryBuffer } from "../../src/delivery/buffers/memory.ts";
import { openDelivery } from "../../src/delivery/delivery.ts";
import type { DeliveryOutput } from "../../src/delivery/output-delivery.ts";
import { happeningsBetween } from "../../src/pipeline/happenings.ts";
import { zstd } from "../../src/platform/zstd.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "../../src/ports/http-client.ts";
import type { OutputHealth } from "../../src/ports/output-health.ts";
import type { PushLimits, PushOutputDefinition } from "../../src/ports/push-output.ts";
import { silentLog } from "../conformance/silent-log.ts";
import { type FakeClock, openFakeClock } from "../fake-clock.ts";
import { sampleSnapshot } from "../fault-matrix/sample-world.ts";
import type { HonestBackEnd } from "../fault-matrix/subject.ts";
import { pushDeps } from "../push-deps.ts";

type KeyOf = (item: string) => string;

/** An output as it is shipped, and its strict stand-in. */
export interface Subject<Config = unknown> {
  readonly definition: PushOutputDefinition<string, Config>;
  readonly config: unknown;
  openBackEnd(nowMs: () => number): HonestBackEnd;
  /** What stays the same of an item whenever it is sent; all of it when left out. */
  readonly keyOf?: KeyOf;
}

/** What a back end got. */
export interface Received {
  /** Every item, and when it came, by the clock that only grows. */
  readonly items: Map<string, number>;
  /** When requests with items came, those that failed included. */
  readonly requestsMs: number[];
  /** Answers that were no good, to requests with items, while it was well. */
  readonly refusals: HttpResponse[];
}

export interface OutageWorld {
  readonly clock: FakeClock;
  readonly limits: ReadonlyMap<string, PushLimits>;
  received(name: string): Received;
  health(name: string): OutputHealth;
  /** undefined: all are well. */
  setDown(name: string | undefined): void;
  /** Collections a minute apart. */
  live(ms: number): Promise<void>;
}

const latencyMs = 20;
const collectionMs = 60_000;

const keep = (received: Received, items: readonly string[], told: HttpResponse, nowMs: number): void => {
  if (told.status >= 300) {
    if (items.length > 0) received.refusals.push(told);
    return;
  }
  for (const item of items) if (!received.items.has(item)) received.items.set(item, nowMs);
};

const json = (status: number, body: string): HttpResponse => ({
  ok: true,
  status,
  headers: { "content-type": "application/json" },
  body,
});

/** Agent and back ends on one clock. A back end answers 429 to more requests within a second than its output may make. */
export const openOutageWorld = (subjects: readonly Subject[]): OutageWorld => {
  const clock = openFakeClock();
  const all = new Map<string, Received>();
  const limits = new Map<string, PushLimits>();
  let down: string | undefined;

  const httpTo = (name: string, backEnd: HonestBackEnd, perSecond: number, keyOf: KeyOf): HttpClient => {
    const received: Received = { items: new Map(), requestsMs: [], refusals: [] };
    all.set(name, received);
    const answer = (request: HttpRequest): HttpResponse => {
      if (down === name) return json(503, '{"errors":["come back later"]}');
      const nowMs = clock.monotonic();
      const recent = received.requestsMs.filter((atMs) => atMs > nowMs - 1000).length;
      const told = recent > perSecond ? json(429, '{"errors":["too many requests"]}') : backEnd.answer(request);
      keep(received, backEnd.itemsIn(request).map(keyOf), told, nowMs);
      return told;
    };
    return {
      request: async (request) => {
        await clock.sleep(latencyMs, request.signal);
        if (backEnd.itemsIn(request).length > 0) received.requestsMs.push(clock.monotonic());
        return answer(request);
      },
      lines: async () => ({ ok: false, reason: "other", detail: "no streams here" }),
      close: async () => {},
    };
  };

  const outputs = subjects.map(({ definition, config, openBackEnd, keyOf = (item) => item }): DeliveryOutput => {
    const { name } = definition;
    const parsed = definition.config.parse(config);
    const own = definition.limits(parsed);
    limits.set(name, own);
    const output = definition.create(
      parsed,
      pushDeps({ clock, http: httpTo(name, openBackEnd(clock.now), own.maxRequestsPerSecond, keyOf) }),
    );
    return { name, output, limits: own };
  });
  const chain = openDelivery({
    outputs,
    buffer: openMemoryBuffer({ maxBytes: 64_000_000 }, { clock }),
    codec: zstd,
    clock,
    random: () => 0.5,
    log: silentLog,
    board: { update: () => {} },
    intervalMs: collectionMs,
    happeningsBetween,
  });
  chain.start();

  const named = <Value>(found: Value | undefined, name: string): Value => {
    if (found === undefined) throw new Error(`No output ${name}`);
    return found;
  };
  let collections = 0;
  return {
    clock,
    limits,
    received: (name) => named(all.get(name), name),
    health: (name) =>
      named(
        chain.health().find((one) => one.name === name),
        name,
      ),
    setDown: (name) => {
      down = name;
    },
    live: async (ms) => {
      for (let passedMs = 0; passedMs < ms; passedMs += collectionMs) {
        chain.publish(sampleSnapshot(collections, clock.now()));
        collections += 1;
        await clock.advance(collectionMs);
      }
    },
  };
};
