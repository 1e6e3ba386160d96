import { describe, expect, test } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { faultBoard } from "./fault-board.ts";
import { faultFromText, faultKinds, parseFault, type ReplyFault } from "./faults.ts";

describe("a fault in text", () => {
  test("a word is enough; options follow after commas", () => {
    expect(faultFromText("reset")).toEqual({ ok: true, fault: { kind: "reset" } });
    expect(faultFromText("cut,path=*/task/stats,times=2,bytes=10")).toEqual({
      ok: true,
      fault: { kind: "cut", path: "*/task/stats", times: 2, bytes: 10 },
    });
    expect(faultFromText("stats-field,field=read,value=")).toEqual({
      ok: true,
      fault: { kind: "stats-field", field: "read", value: "" },
    });
    expect(faultFromText("clock-step,byMs=-5000")).toEqual({ ok: true, fault: { kind: "clock-step", byMs: -5_000 } });
  });

  test.each([
    ["explode", /^There is no fault explode\. Kinds: throttle, /],
    ["throttle,time=2", /^throttle: it has no option time\.$/],
    ["slow", /^slow: delayMs is missing\.$/],
    ["slow,delayMs=soon", /^slow: delayMs must be a number\.$/],
    ["throttle,times=-1", /times/],
    ["stop,exitCode=900", /^stop: exitCode must be at most 255\.$/],
    ["stop,path=/v4/x", /path/],
  ])("%s is refused, with the reason", (text, reason) => {
    const parsed = faultFromText(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? "" : parsed.detail).toMatch(reason);
  });

  test("a query is one too", () => {
    expect(parseFault(new URLSearchParams("kind=restart&container=web&counters=reset"))).toEqual({
      ok: true,
      fault: { kind: "restart", container: "web", counters: "reset" },
    });
  });

  test("every kind explains itself and its options", () => {
    const kinds = faultKinds();
    expect(kinds).toHaveLength(18);
    for (const { meaning, options } of kinds) {
      expect(meaning).toMatch(/\w/);
      for (const text of Object.values(options)) expect(text).toMatch(/\w/);
    }
  });
});

describe("which requests a fault hits", () => {
  const hits = (fault: ReplyFault, paths: readonly string[]): boolean[] => {
    const board = faultBoard(openFakeClock());
    board.set(fault);
    return paths.map((path) => board.befall(path).reply !== undefined);
  };

  test("by path, with a star for anything", () => {
    const paths = ["/v4/a/task", "/v4/a/task/stats", "/v4/b/stats", "/v2/stats"];
    expect(hits({ kind: "reset" }, paths)).toEqual([true, true, true, true]);
    expect(hits({ kind: "reset", path: "*/task/stats" }, paths)).toEqual([false, true, false, false]);
    expect(hits({ kind: "reset", path: "/v4/*stats" }, paths)).toEqual([false, true, true, false]);
    expect(hits({ kind: "reset", path: "/v4/*/*/stats" }, paths)).toEqual([false, true, false, false]);
    expect(hits({ kind: "reset", path: "/v2/stats" }, paths)).toEqual([false, false, false, true]);
  });

  test("by count: lets some pass, then hits some", () => {
    const four = ["/a", "/b", "/a", "/a", "/a"];
    expect(hits({ kind: "reset", path: "/a", skip: 1, times: 2 }, four)).toEqual([false, false, true, true, false]);
  });

  test("by time: begins late and ends", async () => {
    const clock = openFakeClock();
    const board = faultBoard(clock);
    board.set({ kind: "silence", afterMs: 1_000, forMs: 2_000 });
    const now = () => board.befall("/a").reply?.kind;
    expect(now()).toBeUndefined();
    await clock.advance(1_000);
    expect(now()).toBe("silence");
    await clock.advance(1_999);
    expect(now()).toBe("silence");
    await clock.advance(1);
    expect(now()).toBeUndefined();
  });

  test("of two for the reply the first wins and the other does not count; those for statistics all hold", () => {
    const board = faultBoard(openFakeClock());
    board.set({ kind: "throttle", times: 1 });
    board.set({ kind: "reset" });
    board.set({ kind: "null-stats", container: "web" });
    board.set({ kind: "empty-stats", container: "worker" });
    const first = board.befall("/v4/a/task/stats");
    expect(first.reply?.kind).toBe("throttle");
    expect(first.stats.map(({ kind }) => kind)).toEqual(["null-stats", "empty-stats"]);
    expect(board.list().map(({ hits: count }) => count)).toEqual([1, 0, 1, 1]);
    expect(board.befall("/v4/a/task")).toMatchObject({ reply: { kind: "reset" }, stats: [] });
    board.clear();
    expect(board.befall("/v4/a/task/stats")).toEqual({ reply: undefined, stats: [] });
  });
});
