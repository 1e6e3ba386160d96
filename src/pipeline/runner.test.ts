import { describe, expect, it } from "vitest";
import { type FakeClock, openFakeClock } from "../../test/fake-clock.ts";
import type { CollectContext, Collected, Input } from "../ports/input.ts";
import { problem } from "../problems/problem.ts";
import { openProblemBoard } from "./problem-board.ts";
import { openRunner, type Runner } from "./runner.ts";
import { rememberingLog } from "./test/remembering-log.ts";
import { containerOf, inWorld, taskOf } from "./test/world.ts";

const deadlineMs = 5000;
const failed: Collected = { ok: false, problem: problem("metadata-unreachable", "endpoint") };

const open = (input: Input | Input["collect"]) => {
  const clock = openFakeClock();
  const log = rememberingLog();
  const board = openProblemBoard(clock, log);
  const runner = openRunner({
    name: "ecs",
    input: typeof input === "function" ? { collect: input } : input,
    clock,
    board,
    deadlineMs,
    staleAfterMs: 30_000,
    refreshMs: 10_000,
  });
  return { clock, log, board, runner, codes: () => board.standing().map(({ code }) => code) };
};

/** Lets a collection run to its end, and time pass until then. */
const collected = async (runner: Runner, clock: FakeClock, passMs = deadlineMs + 250): Promise<void> => {
  const collection = runner.collect();
  await clock.advance(passMs);
  await collection;
};

const record = ({ recorder, nowMs }: CollectContext, id = "web", bytes = 5): void =>
  recorder
    .container(containerOf(id), taskOf("one"))
    .record("container.memory.usage", bytes, {}, { atMs: nowMs - 1000 });

const bytesOf = (runner: Runner, id = "web") =>
  inWorld(runner.entries()).container(id, "container.memory.usage")?.value;

describe("runner", () => {
  it("tells what was collected, and how it went", async () => {
    const { runner, clock, codes } = open(async (ctx) => {
      record(ctx);
      ctx.recorder.container(containerOf("web")).record("container.cpu.time", 1, {}, { atMs: ctx.nowMs - 800 });
      await clock.sleep(200);
      return { ok: true };
    });
    expect(runner.health()).toEqual({ name: "ecs", up: undefined });
    const startedMs = clock.now();
    await collected(runner, clock, 200);
    expect(bytesOf(runner)).toBe(5);
    expect(runner.health()).toEqual({
      name: "ecs",
      up: true,
      durationMs: 200,
      lastSuccessMs: startedMs,
      newestSampleMs: startedMs - 800,
    });
    expect(runner.counts()).toEqual({ collections: 1, refused: 0, errors: new Map() });
    expect(codes()).toEqual([]);
  });

  it("keeps what was there when a collection fails", async () => {
    let outcome: Collected = { ok: true };
    const { runner, clock, codes } = open(async (ctx) => {
      if (outcome.ok) record(ctx);
      return outcome;
    });
    await collected(runner, clock, 0);
    const { lastSuccessMs } = runner.health();
    outcome = failed;
    await clock.advance(10_000);
    await collected(runner, clock, 0);
    expect(bytesOf(runner)).toBe(5);
    expect(runner.health()).toMatchObject({ up: false, lastSuccessMs });
    expect(runner.counts()).toMatchObject({ collections: 2, errors: new Map([["metadata-unreachable", 1]]) });
    expect(codes()).toEqual(["metadata-unreachable"]);
    await clock.advance(30_000);
    expect(bytesOf(runner)).toBeUndefined();
    expect(inWorld(runner.entries()).keys()).toContain("container/web");
  });

  it("takes a partial collection, and one with nothing for none", async () => {
    let what: "all" | "some" | "nothing" = "all";
    const { runner, clock } = open(async (ctx) => {
      if (what === "all") record(ctx);
      if (what !== "nothing") record(ctx, "new", 7);
      if (what === "some") ctx.recorder.container(containerOf("web"), taskOf("one"));
      return what === "all" ? { ok: true } : { ...failed, partial: true };
    });
    await collected(runner, clock, 0);
    what = "some";
    await collected(runner, clock, 0);
    expect([bytesOf(runner), bytesOf(runner, "new")]).toEqual([5, 7]);
    what = "nothing";
    await collected(runner, clock, 0);
    expect([bytesOf(runner), bytesOf(runner, "new")]).toEqual([5, 7]);
  });

  it.each([
    ["throws", new TypeError("x is not a function"), /^TypeError: x is not a function at /],
    ["throws no error", Object.create(null), /^threw object$/],
    ["throws a text", "secret", /^threw string$/],
    ["throws at length", new Error("x".repeat(10_000)), /^Error: x{300} at /],
  ])("survives an input that %s", async (_, thrown, detail) => {
    const { runner, clock, board } = open(() => {
      throw thrown;
    });
    await collected(runner, clock, 0);
    expect(runner.health()).toMatchObject({ up: false });
    expect(board.standing()).toMatchObject([{ code: "input-crashed", subject: "ecs" }]);
    expect(board.standing()[0]?.detail).toMatch(detail);
    expect(runner.counts().errors).toEqual(new Map([["input-crashed", 1]]));
  });

  it("survives an input that rejects", async () => {
    const { runner, clock, codes } = open(() => Promise.reject(new Error("no")));
    await collected(runner, clock, 0);
    expect(codes()).toEqual(["input-crashed"]);
  });

  it("hands over partial results when the deadline has come", async () => {
    const { runner, clock, codes } = open(async (ctx) => {
      record(ctx);
      await new Promise((resolve) => ctx.signal.addEventListener("abort", resolve));
      return { ok: false, problem: problem("metadata-timeout", "endpoint"), partial: true };
    });
    await collected(runner, clock);
    expect(bytesOf(runner)).toBe(5);
    expect(runner.health()).toMatchObject({ up: false, durationMs: deadlineMs });
    expect(codes()).toEqual(["metadata-timeout"]);
  });

  it("never calls an input that hangs a second time, and calls it again when it is back", async () => {
    let calls = 0;
    const release: (() => void)[] = [];
    const { runner, clock, codes } = open(async (ctx) => {
      calls += 1;
      if (calls === 1) await new Promise<void>((resolve) => release.push(resolve));
      record(ctx, calls === 1 ? "too late" : "web");
      return { ok: true };
    });
    await collected(runner, clock);
    await collected(runner, clock);
    await collected(runner, clock);
    expect(calls).toBe(1);
    expect(runner.health()).toMatchObject({ up: false });
    expect(runner.counts()).toMatchObject({ collections: 1, errors: new Map([["input-timeout", 3]]) });
    expect(codes()).toEqual(["input-timeout"]);
    for (const go of release) go();
    await clock.advance(0);
    expect(runner.entries()).toEqual([]);
    await collected(runner, clock, 0);
    expect(calls).toBe(2);
    expect(inWorld(runner.entries()).keys()).not.toContain("container/too late");
    expect(bytesOf(runner)).toBe(5);
  });

  it("is never asked twice at once", async () => {
    let running = 0;
    let most = 0;
    const { runner, clock } = open(async () => {
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(1000);
      running -= 1;
      return { ok: true };
    });
    const collections = [runner.collect(), runner.collect(), runner.collect()];
    await clock.advance(1000);
    await Promise.all(collections);
    expect([most, runner.counts().collections]).toEqual([1, 1]);
  });

  it("is immune to an input that records after it has answered", async () => {
    let keptOn: Promise<void> | undefined;
    const { runner, clock } = open(async (ctx) => {
      record(ctx);
      keptOn = clock.sleep(1000).then(() => record(ctx, "web", 9));
      return { ok: true };
    });
    await collected(runner, clock, 0);
    await clock.advance(1000);
    await keptOn;
    expect(bytesOf(runner)).toBe(5);
  });

  it("drops what is collected when nobody wants it any more, without a word", async () => {
    const stop = new AbortController();
    let told = false;
    const { runner, clock, codes } = open(async (ctx) => {
      record(ctx);
      await new Promise((resolve) => ctx.signal.addEventListener("abort", resolve));
      told = true;
      return failed;
    });
    const collection = runner.collect(stop.signal);
    await clock.advance(100);
    stop.abort();
    await collection;
    expect(told).toBe(true);
    expect(codes()).toEqual([]);
    expect(runner.entries()).toEqual([]);
    expect(clock.pending()).toEqual([]);
  });

  it("reports troubles of targets, counts them, and goes on", async () => {
    const { runner, clock, codes } = open(async (ctx) => {
      ctx.report(problem("stats-missing", "web"));
      ctx.report(problem("stats-missing", "db"));
      return { ok: true };
    });
    await collected(runner, clock, 0);
    await collected(runner, clock, 0);
    expect(runner.health().up).toBe(true);
    expect(runner.counts().errors).toEqual(new Map([["stats-missing", 4]]));
    expect(codes()).toEqual(["stats-missing", "stats-missing"]);
  });

  it("counts impossible values and says which", async () => {
    const { runner, clock, board } = open(async (ctx) => {
      record(ctx, "web", Number.NaN);
      record(ctx, "db", -1);
      return { ok: true };
    });
    await collected(runner, clock, 0);
    await collected(runner, clock, 0);
    expect(runner.counts()).toMatchObject({ refused: 4, errors: new Map([["values-refused", 2]]) });
    expect(board.standing()[0]?.detail).toContain("container.memory.usage of container/web: NaN");
  });

  it("says how far the source's clock is off, and only when it was looked at", async () => {
    let outcome: Collected = { ok: true };
    const { runner, clock, board } = open(async ({ recorder, nowMs }) => {
      const time = { atMs: nowMs - 600_000 };
      recorder.container(containerOf("web")).record("container.cpu.time", 1, {}, time);
      return outcome;
    });
    await collected(runner, clock, 0);
    expect(board.standing()).toMatchObject([{ code: "sample-clock", subject: "ecs", detail: "600 s" }]);
    outcome = failed;
    await collected(runner, clock, 0);
    expect(runner.counts().errors).toEqual(
      new Map([
        ["sample-clock", 1],
        ["metadata-unreachable", 1],
      ]),
    );
  });
});

describe("start and stop of a runner", () => {
  it("start and stop the input", async () => {
    const calls: string[] = [];
    const input = {
      collect: async () => failed,
      start: async () => void calls.push("start"),
      stop: async () => void calls.push("stop"),
    };
    const { runner } = open(input);
    await runner.start();
    await runner.stop();
    expect(calls).toEqual(["start", "stop"]);
  });

  it("are nothing to an input without them", async () => {
    const { runner, codes } = open(async () => failed);
    await runner.start();
    await runner.stop();
    expect(codes()).toEqual([]);
  });

  it("do not throw when the input does; a start that failed stays known", async () => {
    const crash = async (): Promise<void> => {
      throw new Error("no stream");
    };
    const { runner, clock, board } = open({ collect: async () => ({ ok: true }), start: crash, stop: crash });
    await runner.start();
    for (let minute = 0; minute < 3; minute += 1) {
      await clock.advance(60_000);
      await collected(runner, clock, 0);
    }
    expect(board.standing()).toMatchObject([{ code: "input-crashed" }]);
    expect(board.standing()[0]?.detail).toMatch(/^Error: no stream/);
    await runner.stop();
    expect(runner.counts().errors).toEqual(new Map([["input-crashed", 2]]));
  });

  it("do not hang when the input does", async () => {
    const hang = (): Promise<void> => new Promise(() => {});
    const { runner, clock, codes } = open({ collect: async () => failed, start: hang, stop: hang });
    const both = Promise.all([runner.start(), runner.stop()]);
    await clock.advance(deadlineMs + 250);
    await both;
    expect(codes()).toEqual(["input-timeout"]);
  });
});
