import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import type { Clock } from "../ports/clock.ts";
import type { Runner } from "./runner.ts";
import { schedule } from "./scheduler.ts";
import { noLooks } from "./test/still-runner.ts";

interface Work {
  readonly takesMs?: number;
  /** Fails until this much time has passed. */
  readonly failsForMs?: number;
}

/** A runner that notes when it collects. */
const openWorker = (clock: Clock, name: string, { takesMs = 0, failsForMs = 0 }: Work = {}) => {
  const startsMs: number[] = [];
  let lastSuccessMs: number | undefined;
  const runner: Runner = {
    name,
    collect: async (signal) => {
      startsMs.push(clock.monotonic());
      await clock.sleep(takesMs, signal);
      if (clock.monotonic() >= failsForMs) lastSuccessMs = clock.now();
    },
    health: () => ({ name, up: true, ...(lastSuccessMs === undefined ? {} : { lastSuccessMs }) }),
    counts: () => ({ collections: 0, refused: 0, errors: new Map() }),
    entries: () => [],
    looks: noLooks,
    start: async () => {},
    stop: async () => {},
  };
  return { runner, startsMs };
};

const open = (...works: readonly Work[]) => {
  const clock = openFakeClock();
  const stop = new AbortController();
  const workers = works.map((work, number) => openWorker(clock, `w${number}`, work));
  let publishedMs: number[] = [];
  const done = schedule({
    runners: workers.map(({ runner }) => runner),
    clock,
    intervalMs: 10_000,
    onCollected: () => {
      publishedMs = [...publishedMs, clock.monotonic()];
    },
    signal: stop.signal,
  });
  return { clock, stop, done, starts: workers.map(({ startsMs }) => startsMs), published: () => publishedMs };
};

describe("scheduler", () => {
  it("collects at once and then at its pace", async () => {
    const { clock, starts, published, stop, done } = open({ takesMs: 300 });
    await clock.advance(35_000);
    expect(starts).toEqual([[0, 10_000, 20_000, 30_000]]);
    expect(published()).toEqual([300, 10_300, 20_300, 30_300]);
    stop.abort();
    await done;
  });

  it("lets a slow input delay no other, and skips its ticks rather than catch up", async () => {
    const { clock, starts, stop, done } = open({ takesMs: 14_000 }, {});
    await clock.advance(45_000);
    expect(starts).toEqual([
      [0, 20_000, 40_000],
      [0, 10_000, 20_000, 30_000, 40_000],
    ]);
    stop.abort();
    await done;
  });

  it("asks every second until the first success", async () => {
    const { clock, starts, stop, done } = open({ failsForMs: 4000 });
    await clock.advance(25_000);
    expect(starts).toEqual([[0, 1000, 2000, 3000, 4000, 10_000, 20_000]]);
    stop.abort();
    await done;
  });

  it("asks every second for 30 s only", async () => {
    const { clock, starts, stop, done } = open({ failsForMs: 3_600_000 });
    await clock.advance(65_000);
    const everySecond = Array.from({ length: 31 }, (_, second) => second * 1000);
    expect(starts).toEqual([[...everySecond, 40_000, 50_000, 60_000]]);
    stop.abort();
    await done;
  });

  it("stops at once, in a collection and between two", async () => {
    const { clock, starts, stop, done, published } = open({ takesMs: 9000 }, {});
    await clock.advance(4000);
    stop.abort();
    await done;
    expect(starts).toEqual([[0], [0]]);
    expect(published()).toEqual([0]);
    expect(clock.pending()).toEqual([]);
  });

  it("does nothing when it was stopped before", async () => {
    const clock = openFakeClock();
    const { runner, startsMs } = openWorker(clock, "w");
    const onCollected = (): void => {
      throw new Error("nothing was collected");
    };
    await schedule({ runners: [runner], clock, intervalMs: 10_000, onCollected, signal: AbortSignal.abort() });
    expect(startsMs).toEqual([]);
  });

  it("does not collect twice when a timer wakes a little early", async () => {
    const clock = openFakeClock();
    const early: Clock = { ...clock, sleep: (ms, signal) => clock.sleep(ms - 0.6, signal) };
    const { runner, startsMs } = openWorker(clock, "w");
    const stop = new AbortController();
    const done = schedule({
      runners: [runner],
      clock: early,
      intervalMs: 10_000,
      onCollected: () => {},
      signal: stop.signal,
    });
    await clock.advance(35_000);
    expect(startsMs.map((ms) => Math.round(ms / 10) * 10)).toEqual([0, 10_000, 20_000, 30_000]);
    stop.abort();
    await done;
  });

  it("keeps the agent's own figures fresh without inputs", async () => {
    const { clock, done, published, stop } = open();
    await clock.advance(25_000);
    expect(published()).toEqual([0, 10_000, 20_000]);
    stop.abort();
    await done;
  });
});
