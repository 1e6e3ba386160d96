import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FakeClock, openFakeClock } from "../../test/fake-clock.ts";
import type { BufferReader, RecordBuffer } from "../ports/buffer.ts";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import { openMemoryBuffer } from "./buffers/memory.ts";
import { repeated } from "./test/hours.ts";
import { type Answer, plainOutput, snapshotOf, usualLimits } from "./test/plain-output.ts";
import { balance, intervalMs, openStage, someProblem, startMs } from "./test/stage.ts";

/** What a back end does with one request. Parts are picked by number: one in two, one in three, ... */
type Deed =
  | { readonly do: "accept" | "too-large" | "bad" | "hold" | "throw" | "silence" }
  | { readonly do: "retry"; readonly afterMs?: number }
  | { readonly do: "part"; readonly every: number; readonly again: boolean };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Deed>({ do: "accept" }) },
  fc.constantFrom<Deed>({ do: "too-large" }, { do: "bad" }, { do: "hold" }, { do: "throw" }, { do: "silence" }),
  { weight: 2, arbitrary: fc.constant<Deed>({ do: "retry" }) },
  fc.integer({ min: -1, max: 7_200_000 }).map((afterMs): Deed => ({ do: "retry", afterMs })),
  fc.record({ do: fc.constant("part" as const), every: fc.integer({ min: 1, max: 4 }), again: fc.boolean() }),
);

interface World {
  readonly deeds: readonly Deed[];
  /** Points of each collection, by the route they go. */
  readonly collections: readonly (readonly string[])[];
  readonly maxItems: number;
  readonly seed: number;
}

const world: fc.Arbitrary<World> = fc.record({
  deeds: fc.array(deed, { maxLength: 40 }),
  collections: fc.array(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 }), { minLength: 1, maxLength: 12 }),
  maxItems: fc.integer({ min: 1, max: 12 }),
  seed: fc.nat(1e9),
});

const outcomeOf = (deed: Deed, ids: readonly number[], signal: AbortSignal): ReturnType<Answer> => {
  switch (deed.do) {
    case "accept":
      return undefined;
    case "throw":
      throw new Error("chance");
    case "silence":
      return new Promise((resolve) =>
        signal.addEventListener("abort", () => resolve({ kind: "retry", problem: someProblem })),
      );
    case "too-large":
      return { kind: "too-large" };
    case "part": {
      const rejected = ids.flatMap((id, index) =>
        id % deed.every === 0 ? [{ index, reason: "chance", again: deed.again }] : [],
      );
      return { kind: "partly", rejected };
    }
    default:
      return { problem: someProblem, kind: deed.do, ...("afterMs" in deed ? { afterMs: deed.afterMs } : {}) };
  }
};

/** A back end that does these deeds, then accepts everything; it remembers what it refused for good and when it failed. */
const openBackEnd = (clock: FakeClock, deeds: readonly Deed[]) => {
  const refused: number[] = [];
  const failedMs: number[] = [];
  const note = (outcome: DeliveryOutcome | undefined, ids: readonly number[]): void => {
    if (outcome?.kind === "retry" || outcome?.kind === "hold") failedMs.push(clock.monotonic());
    if (outcome?.kind === "bad" && ids.length === 1) refused.push(...ids);
    if (outcome?.kind !== "partly") return;
    for (const { index, again } of outcome.rejected) if (!again) refused.push(ids[index] ?? -1);
  };
  const output = plainOutput(async (ids, { nth, signal }) => {
    const outcome = await outcomeOf(deeds[nth - 1] ?? { do: "accept" }, ids, signal);
    note(outcome, ids);
    return outcome;
  });
  return { output, refused, failedMs };
};

/** The most leases that were out at once. */
const watchLeases = (buffer: RecordBuffer) => {
  const leases = { out: 0, most: 0 };
  const watch = (reader: BufferReader): BufferReader => ({
    ...reader,
    lease: async (limits, signal) => {
      const lease = await reader.lease(limits, signal);
      if (lease === undefined) return undefined;
      leases.out += 1;
      leases.most = Math.max(leases.most, leases.out);
      const end = (): void => {
        leases.out -= 1;
      };
      return {
        records: lease.records,
        settle: () => {
          end();
          return lease.settle();
        },
        release: () => {
          end();
          lease.release();
        },
      };
    },
  });
  return {
    leases,
    buffer: { ...buffer, reader: (...args: Parameters<RecordBuffer["reader"]>) => watch(buffer.reader(...args)) },
  };
};

/** The most that fell into one minute. */
const mostInAMinute = (timesMs: readonly number[]): number =>
  Math.max(0, ...timesMs.map((fromMs) => timesMs.filter((atMs) => atMs >= fromMs && atMs < fromMs + 60_000).length));

const isAscending = (numbers: readonly number[]): boolean =>
  numbers.every((number, place) => place === 0 || number > (numbers[place - 1] ?? 0));

const play = async ({ deeds, collections, maxItems, seed }: World, maxAgeMs: number) => {
  const clock = openFakeClock({ nowMs: startMs });
  const watched = watchLeases(openMemoryBuffer({ maxBytes: 1_000_000 }, { clock }));
  const backEnd = openBackEnd(clock, deeds);
  let state = seed;
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const limits = { ...usualLimits, maxItems, maxAgeMs };
  const stage = openStage({
    outputs: [{ name: "one", output: backEnd.output, limits }],
    clock,
    buffer: watched.buffer,
    random,
  });
  let next = 0;
  const routes: string[] = [];
  for (const points of collections) {
    const entries = points.flatMap((route) => {
      routes.push(route);
      next += 1;
      return snapshotOf(clock.now(), [next - 1], route).entries;
    });
    stage.chain.publish({ ...snapshotOf(clock.now(), []), entries });
    await clock.advance(intervalMs);
  }
  await clock.advance(deeds.length * 3_700_000 + 60_000);
  return { ...backEnd, ...stage, leases: watched.leases, routes, ids: routes.map((_, id) => id) };
};

describe("whatever a back end does", () => {
  it("every item is delivered once, or counted with a reason", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { output, refused, failedMs, leases, health, routes, ids } = await play(given, 1e12);
        const { delivered, dropped, inHand, refused: counted, queue } = health("one");
        const tooLarge = dropped.get("too-large") ?? 0;

        expect(repeated(output.got)).toEqual([]);
        expect(repeated([...output.got, ...refused])).toEqual([]);
        const refusedItems = [...counted.values()].reduce((sum, count) => sum + count, 0);
        expect(refusedItems).toBeGreaterThanOrEqual(refused.length);
        expect(output.got.length + refusedItems + tooLarge).toBe(ids.length);
        expect(delivered).toBe(output.got.length);
        expect(balance(health("one"))).toEqual({ items: ids.length, accounted: ids.length });
        expect({ inHand, records: queue.records }).toEqual({ inHand: 0, records: 0 });
        expect(leases).toEqual({ out: 0, most: 1 });
        // One failure a second and route at the most.
        expect(mostInAMinute(failedMs)).toBeLessThanOrEqual(180);

        const putOff = given.deeds.some((one) => one.do === "part" && one.again);
        for (const route of putOff ? [] : ["a", "b", "c"]) {
          expect(isAscending(output.got.filter((id) => routes[id] === route))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("what gets too old is counted, and the rest is delivered", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { output, health, ids } = await play(given, 60_000);
        const { delivered, items, lostPoints, queue } = health("one");
        expect(repeated(output.got)).toEqual([]);
        expect(delivered).toBe(output.got.length);
        expect(items + (lostPoints.get("too-old") ?? 0)).toBe(ids.length);
        expect(balance(health("one"))).toEqual({ items, accounted: items });
        expect(queue.records).toBe(0);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});
