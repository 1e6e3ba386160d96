import { describe, expect, it } from "vitest";
import { containerEntry, snapshotOf, task, taskEntry } from "../../test/cli/sample.ts";
import { openFakeClock } from "../../test/fake-clock.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Runner } from "../pipeline/runner.ts";
import { noLooks } from "../pipeline/test/still-runner.ts";
import { gather } from "./gather.ts";
import { cpuKnown } from "./live/watch.ts";

const web = task("web");
const first = snapshotOf([taskEntry(web), containerEntry({ name: "nginx", task: web })]);
const second = snapshotOf([
  taskEntry(web),
  containerEntry({ name: "nginx", task: web, values: { "container.cpu.usage": 0.25 } }),
]);

interface Setup {
  /** What is seen after each collection; the last one stays. */
  readonly seen: readonly Snapshot[];
  /** Collections that never end. */
  readonly hangs?: boolean;
}

const gathering = ({ seen, hangs = false }: Setup, waitMs = 12_000) => {
  const clock = openFakeClock();
  const stop = new AbortController();
  const calls: string[] = [];
  let collections = 0;
  let published = snapshotOf([]);
  let waited = 0;
  const runner: Runner = {
    name: "source",
    collect: (signal) => {
      calls.push("collect");
      collections += 1;
      if (!hangs) return Promise.resolve();
      return new Promise((resolve) => signal?.addEventListener("abort", () => resolve()));
    },
    health: () => ({ name: "source", up: true }),
    counts: () => ({ collections, refused: 0, errors: new Map() }),
    entries: () => [],
    looks: noLooks,
    start: async () => void calls.push("start"),
    stop: async () => void calls.push("stop"),
  };
  const publish = (): void => {
    if (!hangs) published = seen[Math.min(collections, seen.length) - 1] ?? published;
  };
  const result = gather({
    agent: { runners: [runner], snapshots: { current: () => published, publish } },
    clock,
    waitMs,
    signal: stop.signal,
    enough: ({ snapshot }) => cpuKnown(snapshot),
    onWaiting: () => {
      waited += 1;
    },
  });
  return { clock, result, calls, stop: () => stop.abort(), waited: () => waited };
};

describe("gather", () => {
  it("takes one collection where the source has rates already", async () => {
    const { result, calls, waited } = gathering({ seen: [second] });
    expect((await result).snapshot).toBe(second);
    expect(calls).toEqual(["start", "collect", "stop"]);
    expect(waited()).toBe(0);
  });

  it("takes another where it has not, and says once that it waits", async () => {
    const { clock, result, calls, waited } = gathering({ seen: [first, first, second] });
    await clock.advance(2500);
    expect((await result).snapshot).toBe(second);
    expect(calls).toEqual(["start", "collect", "collect", "collect", "stop"]);
    expect(waited()).toBe(1);
  });

  it("does not wait where nothing is seen at all", async () => {
    const { result, calls } = gathering({ seen: [snapshotOf([])] });
    await result;
    expect(calls).toEqual(["start", "collect", "stop"]);
  });

  it.each([
    ["rates that never come", { seen: [first] }],
    ["a collection that never ends", { seen: [], hangs: true }],
  ])("waits no longer than it may for %s", async (_what, setup) => {
    const { clock, result, calls } = gathering(setup, 5000);
    let ended = false;
    void result.then(() => {
      ended = true;
    });
    await clock.advance(4900);
    expect(ended).toBe(false);
    await clock.advance(200);
    expect(ended).toBe(true);
    expect(calls.at(-1)).toBe("stop");
  });

  it("ends at the signal", async () => {
    const { result, stop } = gathering({ seen: [], hangs: true });
    stop();
    expect((await result).snapshot.entries).toEqual([]);
  });
});
