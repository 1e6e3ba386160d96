import { expect, test } from "vitest";
import type { TableEvent } from "../../../src/web/api/contract.ts";
import { retryDelayMs, staleAfterMs } from "./connection.ts";
import { createLive } from "./live.ts";
import { openStream } from "./stream.ts";

const table: TableEvent = {
  agent: "a1",
  takenAtMs: 0,
  pace: { intervalMs: 1000, sourceRefreshMs: 1000 },
  columns: [],
  rows: [],
  values: [],
  happenings: [],
  troubles: [],
};

const rig = (refusal = "") => {
  const opened: {
    url: string;
    closed: boolean;
    say(event: string, body: object): void;
    fail(how: "lost" | "closed"): void;
  }[] = [];
  const timers: { dueMs: number; run: () => void }[] = [];
  let nowMs = 0;
  const live = createLive({ frame: (run) => run(), nowMs: () => nowMs });
  const stream = openStream(live, {
    nowMs: () => nowMs,
    random: () => 0,
    refusal: async () => refusal,
    later: (delayMs, run) => {
      const timer = { dueMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    open: (url) => {
      const listeners = new Map<string, (text: string) => void>();
      let onError = (_: "lost" | "closed"): void => {};
      const source = {
        url,
        closed: false,
        say: (event: string, body: object) => listeners.get(event)?.(JSON.stringify(body)),
        fail: (how: "lost" | "closed") => onError(how),
      };
      opened.push(source);
      return {
        on: (event, listener) => listeners.set(event, listener),
        onError: (listener) => {
          onError = listener;
        },
        close: () => {
          source.closed = true;
        },
      };
    },
  });
  const pass = (ms: number): void => {
    const endMs = nowMs + ms;
    for (;;) {
      const next = timers.filter(({ dueMs }) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined) break;
      timers.splice(timers.indexOf(next), 1);
      nowMs = next.dueMs;
      next.run();
    }
    nowMs = endMs;
  };
  return { live, stream, opened, pass, newest: () => opened[opened.length - 1] };
};

test("connecting, live, stale after three paces, live again", () => {
  const { live, newest, pass } = rig();
  expect(live.connection.value).toEqual({ state: "connecting" });
  newest()?.say("table", table);
  expect(live.connection.value).toEqual({ state: "live" });
  pass(5000);
  expect(live.connection.value).toEqual({ state: "stale", sinceMs: 0 });
  newest()?.say("delta", { takenAtMs: 5000 });
  expect(live.connection.value).toEqual({ state: "live" });
});

test("gone since the last event, and tries again with growing patience", () => {
  const { live, opened, newest, pass } = rig();
  newest()?.say("table", table);
  pass(2000);
  newest()?.fail("closed");
  expect(live.connection.value).toEqual({ state: "gone", sinceMs: 0 });
  const tried: number[] = [];
  for (let second = 0; second < 20; second += 1) {
    const before = opened.length;
    pass(1000);
    if (opened.length > before) {
      tried.push(second + 1);
      newest()?.fail("closed");
    }
  }
  expect(tried).toEqual([1, 3, 7, 15]);
  expect(live.connection.value).toEqual({ state: "gone", sinceMs: 0 });
  newest()?.say("table", table);
  expect(live.connection.value).toEqual({ state: "live" });
});

test("what tries again by itself is left to do so", () => {
  const { live, opened, newest, pass } = rig();
  newest()?.fail("lost");
  pass(10_000);
  expect(opened.length).toBe(1);
  expect(live.connection.value).toEqual({ state: "gone", sinceMs: 0 });
});

test("a connection that died without a word is opened anew", () => {
  const { opened, newest, pass } = rig();
  newest()?.say("table", table);
  pass(30_000);
  expect(opened.length).toBe(2);
  expect(opened[0]?.closed).toBe(true);
});

test("what the agent refuses is told in its words", async () => {
  const { live, newest } = rig("A token is needed: run `taskvitals open`.");
  newest()?.fail("closed");
  await Promise.resolve();
  await Promise.resolve();
  expect(live.connection.value).toEqual({ state: "refused", reason: "A token is needed: run `taskvitals open`." });
});

test("what is watched is asked for, once, until the last watcher stops", () => {
  const { stream, opened, newest, pass } = rig();
  const first = stream.watch("a b");
  const second = stream.watch("a b");
  stream.watch("c");
  pass(0);
  expect(opened.map(({ url }) => url)).toEqual(["api/live", "api/live?watch=a%20b&watch=c"]);
  first();
  pass(0);
  expect(opened.length).toBe(2);
  second();
  pass(0);
  expect(newest()?.url).toBe("api/live?watch=c");
});

test("an event of a connection that was given up changes nothing", () => {
  const { live, stream, opened, pass } = rig();
  stream.watch("a");
  pass(0);
  opened[0]?.say("table", table);
  expect(live.table()).toBeUndefined();
});

test("patience", () => {
  expect([0, 1, 2, 3, 4, 9].map((tries) => retryDelayMs(tries, 0))).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
  expect(Math.round(retryDelayMs(0, 1))).toBe(667);
  expect(staleAfterMs(500)).toBe(3000);
  expect(staleAfterMs(10_000)).toBe(30_000);
});
