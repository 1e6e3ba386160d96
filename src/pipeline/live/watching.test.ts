import { describe, expect, it } from "vitest";
import { type FakeClock, openFakeClock } from "../../../test/fake-clock.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { CollectContext, Collected, Input } from "../../ports/input.ts";
import type { Sight } from "../../ports/live-feed.ts";
import { problem } from "../../problems/problem.ts";
import { openProblemBoard } from "../problem-board.ts";
import { openRunner } from "../runner.ts";
import { schedule } from "../scheduler.ts";
import { openSnapshots } from "../snapshots.ts";
import { rememberingLog } from "../test/remembering-log.ts";
import { containerOf, inWorld, taskOf } from "../test/world.ts";
import { openLive } from "./live.ts";

interface Source {
  /** How often it has news. */
  readonly refreshMs?: number;
  /** What its definition says. */
  readonly claimedMs?: number;
  readonly takesMs?: number;
  readonly intervalMs?: number;
  /** In place of success. */
  verdict?(ctx: CollectContext): Collected;
}

const memory = { cpuSeconds: 1, residentBytes: 1, heapUsedBytes: 1 };

/** An input whose one container uses ever more CPU, and everything between it and those who watch. */
const open = (source: Source = {}) => {
  const { refreshMs = 1000, claimedMs = 1000, takesMs = 0, intervalMs = 10_000 } = source;
  const clock: FakeClock = openFakeClock();
  const bornMs = clock.now() - 60_000;
  const collections: { readonly atMs: number; readonly extra: boolean }[] = [];
  const input: Input = {
    collect: async (ctx) => {
      collections.push({ atMs: clock.monotonic(), extra: ctx.extra === true });
      await clock.sleep(takesMs, ctx.signal);
      const verdict = source.verdict?.(ctx) ?? { ok: true };
      if (!verdict.ok) return verdict;
      const atMs = Math.floor(ctx.nowMs / refreshMs) * refreshMs;
      const seconds = (atMs - bornMs) / 1000;
      ctx.recorder
        .container(containerOf("web"), taskOf("one"))
        .record("container.cpu.time", (seconds * seconds) / 100, {}, { atMs });
      return verdict;
    },
  };
  const board = openProblemBoard(clock, rememberingLog());
  const runner = openRunner({
    name: "source",
    input,
    clock,
    board,
    deadlineMs: intervalMs * 0.9,
    staleAfterMs: 30_000,
    refreshMs: claimedMs,
  });
  const self = {
    build: { version: "1", node: "1", form: "daemon" },
    startedMs: clock.now(),
    usage: () => memory,
    exposedBytes: () => new Map(),
    appSeriesLeftOut: () => new Map(),
    outputs: () => [],
  };
  const snapshots = openSnapshots({ form: "daemon", clock, runners: [runner], board, self });
  const live = openLive({ clock, runners: [runner], intervalMs: () => intervalMs, current: snapshots.current });
  const published: (readonly Entry[])[] = [];
  const stop = new AbortController();
  const done = schedule({
    runners: [runner],
    clock,
    intervalMs,
    onCollected: () => {
      snapshots.publish();
      published.push(snapshots.current().entries.filter(({ resource }) => resource.scope !== "self"));
      live.collected();
    },
    watching: { audience: live.audience, onLooked: live.looked },
    signal: stop.signal,
  });
  const end = async (): Promise<void> => {
    stop.abort();
    await done;
  };
  return { clock, collections, runner, live, published, board, end };
};

const startsOf = (collections: ReturnType<typeof open>["collections"]) => collections.map(({ atMs }) => atMs);
const seconds = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => (from + place) * 1000);

describe("while somebody watches", () => {
  it("there is a look every second, and the ordinary collections stay where they were", async () => {
    const { clock, collections, live, end } = open();
    await clock.advance(12_000);
    const leave = live.feed.watch(() => {});
    await clock.advance(12_000);
    leave();
    await clock.advance(20_000);
    expect(startsOf(collections)).toEqual([0, 10_000, ...seconds(12, 24), 30_000, 40_000]);
    expect(collections.filter(({ extra }) => !extra).map(({ atMs }) => atMs)).toEqual([
      0, 10_000, 20_000, 30_000, 40_000,
    ]);
    await end();
  });

  it("two readers or fifty cost one collection, until the last has gone", async () => {
    const { clock, collections, live, end } = open();
    const leaves = Array.from({ length: 50 }, () => live.feed.watch(() => {}));
    await clock.advance(5000);
    expect(startsOf(collections)).toEqual(seconds(0, 5));
    for (const leave of leaves.slice(1)) leave();
    await clock.advance(3000);
    expect(startsOf(collections)).toEqual(seconds(0, 8));
    // Twice is once.
    for (const leave of [...leaves, ...leaves]) leave();
    await clock.advance(12_000);
    expect(startsOf(collections)).toEqual([...seconds(0, 8), 10_000, 20_000]);
    await end();
  });

  it("outputs get the same figures at the same times as when nobody watches", async () => {
    const alone = open();
    const watched = open();
    await alone.clock.advance(45_000);
    await watched.clock.advance(5000);
    const leave = watched.live.feed.watch(() => {});
    await watched.clock.advance(30_000);
    leave();
    await watched.clock.advance(10_000);
    expect(watched.published).toEqual(alone.published);
    expect(watched.published).toHaveLength(5);
    expect(watched.runner.counts()).toEqual(alone.runner.counts());
    expect(watched.runner.health()).toEqual(alone.runner.health());
    await Promise.all([alone.end(), watched.end()]);
  });

  it("those who watch see rates of a second, outputs rates of the interval", async () => {
    const { clock, live, published, end } = open();
    const sights: Sight[] = [];
    const leave = live.feed.watch((sight) => sights.push(sight));
    await clock.advance(20_000);
    const seen = inWorld(sights.at(-1)?.snapshot.entries ?? []).container("web", "container.cpu.usage")?.value;
    const sent = inWorld(published.at(-1) ?? []).container("web", "container.cpu.usage")?.value;
    // The square of the age: its change per second is twice the age in the middle of the time between two samples.
    expect(seen).toBeCloseTo((2 * 79.5) / 100, 6);
    expect(sent).toBeCloseTo((2 * 75) / 100, 6);
    leave();
    await end();
  });

  it("nothing is collected more often than the source has news, and the pace says so", async () => {
    const { clock, collections, live, end } = open({ refreshMs: 10_000, claimedMs: 10_000 });
    const leave = live.feed.watch(() => {});
    await clock.advance(25_000);
    expect(startsOf(collections)).toEqual([0, 10_000, 20_000]);
    expect(live.feed.current().pace).toEqual({ intervalMs: 10_000, sourceRefreshMs: 10_000 });
    leave();
    await end();
  });

  it("looks are as frequent as the source's news when the interval is longer", async () => {
    const { clock, collections, live, end } = open({ refreshMs: 10_000, claimedMs: 10_000, intervalMs: 60_000 });
    const leave = live.feed.watch(() => {});
    await clock.advance(65_000);
    expect(startsOf(collections)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
    leave();
    await end();
  });

  it("says the pace of the moment", async () => {
    const { clock, live, end } = open();
    await clock.advance(1000);
    expect(live.feed.current().pace).toEqual({ intervalMs: 10_000, sourceRefreshMs: 1000 });
    const leave = live.feed.watch(() => {});
    expect(live.feed.current().pace).toEqual({ intervalMs: 1000, sourceRefreshMs: 1000 });
    leave();
    expect(live.feed.current().pace.intervalMs).toBe(10_000);
    await end();
  });

  it("a slow source is looked at so that it rests half of the time", async () => {
    const { clock, collections, live, end } = open({ takesMs: 1400 });
    const leave = live.feed.watch(() => {});
    await clock.advance(9900);
    expect(startsOf(collections)).toEqual([0, 2400, 5400]);
    leave();
    await end();
  });

  it("a look that is refused leaves the ordinary pace alone, and there is none for a minute", async () => {
    const throttled: Collected = { ok: false, problem: problem("metadata-throttled", "endpoint") };
    const { clock, collections, live, board, published, end } = open({
      verdict: ({ extra }) => (extra ? throttled : { ok: true }),
    });
    const leave = live.feed.watch(() => {});
    await clock.advance(75_000);
    const extras = collections.filter(({ extra }) => extra).map(({ atMs }) => atMs);
    expect(extras).toEqual([1000, 71_000]);
    expect(published).toHaveLength(8);
    expect(board.standing()).toEqual([]);
    expect(live.feed.current().pace.intervalMs).toBe(10_000);
    await clock.advance(130_000);
    // After the second refusal in a row, two minutes and until the next collection.
    expect(collections.filter(({ extra }) => extra).map(({ atMs }) => atMs)).toEqual([1000, 71_000, 201_000]);
    leave();
    await end();
  });

  it("ends at once when the agent stops", async () => {
    const { clock, live, end } = open({ takesMs: 500 });
    live.feed.watch(() => {});
    await clock.advance(3200);
    await end();
    expect(clock.pending()).toEqual([]);
  });
});
