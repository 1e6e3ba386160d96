import { openMemoryBuffer } from "../../src/delivery/buffers/memory.ts";
import { nodeHttpClient } from "../../src/platform/http-client.ts";
import type { HttpClient } from "../../src/ports/http-client.ts";
import type { OutputHealth } from "../../src/ports/output-health.ts";
import { intervalMs, openScene, type WatchOptions } from "./watch.ts";

export interface DeliverOptions extends WatchOptions {
  /** Sections of the outputs that are on, with their receivers' addresses. */
  readonly outputs: Readonly<Record<string, object>>;
}

export interface Delivered extends AsyncDisposable {
  readonly startedMs: number;
  health(): readonly OutputHealth[];
}

/** A real client that knows what is under way. */
const openCountedHttp = () => {
  const real = nodeHttpClient();
  const underWay = new Set<Promise<unknown>>();
  const http: HttpClient = {
    ...real,
    request: (request) => {
      const answer = real.request(request);
      underWay.add(answer);
      void answer.finally(() => underWay.delete(answer));
      return answer;
    },
  };
  return { http, underWay };
};

/** Longer than the pauses of every output. */
const flushSeconds = 130;

/** What the real agent sees of a workload, delivered by the whole chain over real HTTP, while time is the test's. */
export const deliver = async (options: DeliverOptions): Promise<Delivered> => {
  const { http, underWay } = openCountedHttp();
  const { agent, clock, startedMs, collect } = await openScene({ ...options, http });
  const chain = agent.openDelivery(openMemoryBuffer({ maxBytes: 64_000_000 }, { clock }));
  chain.start();

  const seconds = async (count: number): Promise<void> => {
    for (let second = 0; second < count; second += 1) {
      await clock.advance(1000);
      while (underWay.size > 0) {
        await Promise.allSettled(underWay);
        await clock.advance(0);
      }
    }
  };
  for (let collected = 0; collected < (options.collections ?? 3); collected += 1) {
    chain.publish(await collect());
    await seconds(intervalMs / 1000);
  }
  await seconds(flushSeconds);
  return { startedMs, health: chain.health, [Symbol.asyncDispose]: () => http.close() };
};
