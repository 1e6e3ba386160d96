import { describe, expect, test } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { parseContainerStats } from "../../formats/docker-stats/stats.ts";
import { problem } from "../../problems/problem.ts";
import { openInventory } from "./inventory.ts";
import { type Sampleable, sampleRunning } from "./sample-running.ts";
import type { Sampled, StatsSource } from "./stats-source.ts";
import { fakeContainer, statsDocument } from "./test/fake-container.ts";
import { openTroubles } from "./troubles.ts";

const route = { path: "docker-stats", why: "" } as const;

const sampleOf = (cpuNanoseconds: number): Sampled => {
  const stats = parseContainerStats(
    statsDocument(fakeContainer(1, { cpuNanoseconds }), { read: "2026-03-01T10:05:00Z" }),
  );
  if (stats === undefined) throw new Error("the fake gives no sample");
  return { ok: true, stats, route };
};

const open = () => {
  const clock = openFakeClock();
  const inventory = openInventory();
  const troubles = openTroubles("unix:///docker.sock", "statistics");
  const asked: string[][] = [];
  const sample = (ids: readonly string[], answers: (id: string) => Sampled | undefined, startedAtMs = 1000) => {
    const source: StatsSource = {
      sample: async (targets) => {
        asked.push(targets.map(({ id }) => id));
        return new Map(
          targets.flatMap(({ id }) => {
            const answer = answers(id);
            return answer === undefined ? [] : [[id, answer] as const];
          }),
        );
      },
    };
    const alive = ids.map((id): Sampleable => ({ id, name: id, startedAtMs, taskArn: undefined, network: "own" }));
    const { signal } = new AbortController();
    const beganAt = clock.monotonic();
    return sampleRunning({ source, clock, inventory, alive, troubles, shown: "engine", beganAt, signal });
  };
  return { clock, inventory, troubles, asked, sample };
};

describe("which sample counts", () => {
  test("one of a container that started meanwhile does not", async () => {
    const { inventory, sample } = open();
    await sample(["a"], () => sampleOf(5e9));
    await sample(["a"], (id) => {
      inventory.hear({ id, action: "start", atSeconds: 1, key: "1" }, 0);
      return sampleOf(9e9);
    });
    expect(inventory.of("a").sample?.stats.cpu.totalSeconds).toBe(5);
  });

  test("an event that begins no run does not matter", async () => {
    const { inventory, sample } = open();
    await sample(["a"], (id) => {
      inventory.hear({ id, action: "health_status", atSeconds: 1, key: "1" }, 0);
      return sampleOf(9e9);
    });
    expect(inventory.of("a").sample?.stats.cpu.totalSeconds).toBe(9);
  });

  test("the last one does while the run is the same, and no longer", async () => {
    const { inventory, sample } = open();
    const failed: Sampled = { ok: false, why: "failed", problem: problem("docker-timeout", "engine") };
    await sample(["a"], () => sampleOf(5e9));
    expect(await sample(["a"], () => failed)).toMatchObject({ failed: 1, late: 0 });
    expect(inventory.of("a").sample?.stats.cpu.totalSeconds).toBe(5);
    await sample(["a"], () => failed, 2000);
    expect(inventory.of("a").sample).toBeUndefined();
  });
});

describe("what went wrong", () => {
  test("is told by name once for each kind; gone and late are no trouble of the container", async () => {
    const { troubles, sample } = open();
    const answers: Record<string, Sampled> = {
      slow: { ok: false, why: "failed", problem: problem("docker-timeout", "engine", "no answer") },
      slower: { ok: false, why: "failed", problem: problem("docker-timeout", "engine", "no answer") },
      gone: { ok: false, why: "gone" },
      empty: { ok: false, why: "none" },
    };
    const outcome = await sample([...Object.keys(answers), "waiting"], (id) => answers[id]);
    expect(outcome).toEqual({ gone: new Set(["gone"]), failed: 2, late: 1 });
    expect(troubles.all()).toEqual([
      problem("docker-timeout", "unix:///docker.sock statistics", "slow and 1 more: no answer"),
      problem("stats-missing", "unix:///docker.sock statistics", "empty"),
    ]);
  });

  test("impossible numbers are told", async () => {
    const { troubles, sample, inventory } = open();
    const stats = parseContainerStats({
      read: "2026-03-01T10:05:00Z",
      cpu_stats: { cpu_usage: { total_usage: 5 } },
      pids_stats: { current: -1 },
    });
    await sample(["a"], () => (stats === undefined ? undefined : { ok: true, stats, route }));
    expect(inventory.of("a").sample?.stats.pids.current).toBeUndefined();
    expect(troubles.all()).toMatchObject([{ code: "values-refused", detail: "a: pids_stats.current" }]);
  });
});

test("who waited longest is first", async () => {
  const { clock, asked, sample } = open();
  await sample(["a", "b", "c"], (id) => (id === "a" ? sampleOf(5e9) : undefined));
  await clock.advance(1000);
  await sample(["a", "b", "c"], (id) => (id === "c" ? undefined : sampleOf(5e9)));
  await clock.advance(1000);
  await sample(["a", "b", "c"], () => sampleOf(5e9));
  expect(asked).toEqual([
    ["a", "b", "c"],
    ["b", "c", "a"],
    ["c", "a", "b"],
  ]);
});
