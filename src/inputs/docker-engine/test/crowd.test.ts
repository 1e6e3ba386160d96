import { expect, test } from "vitest";
import { containerId, ecsLabels, fakeContainer } from "./fake-container.ts";
import type { FakeEngine } from "./fake-engine.ts";
import { openBench } from "./harness.ts";

const crowd = (engine: FakeEngine, count: number): void => {
  for (let number = 1; number <= count; number += 1) {
    const task = number.toString(16).padStart(32, "0");
    engine.containers.set(containerId(number), fakeContainer(number, { labels: ecsLabels(`app-${number}`, task) }));
  }
};

test.each(["1.41", "1.44"])(
  "500 containers at once, API %s: all in one look, with bounded requests",
  async (apiVersion) => {
    await using bench = await openBench({ apiVersion }, { config: { inspectBudgetMs: 60_000 } });
    crowd(bench.engine, 500);
    const look = await bench.subject.collect();
    expect(look.outcome).toEqual({ ok: true });
    expect(look.reports).toEqual([]);
    expect(look.count("container.cpu.time")).toBe(500);
    expect(look.count("task.cpu.online")).toBe(500);
    expect(look.value(500, "container.started_timestamp")).toBeDefined();
    // Before Docker 25 one tick of the engine's collector answers all that wait for it.
    expect(bench.engine.mostOpen.get("stats")).toBeLessThanOrEqual(apiVersion === "1.41" ? 24 : 8);
    expect(bench.engine.mostOpen.get("stats")).toBeGreaterThan(apiVersion === "1.41" ? 8 : 1);
    expect(bench.engine.mostOpen.get("json")).toBeLessThanOrEqual(8);
    expect(bench.engine.violations).toEqual([]);
  },
);

test("inspections over the budget wait for the next look; the list's identities stand meanwhile", async () => {
  await using bench = await openBench(
    { apiVersion: "1.44" },
    { config: { inspectBudgetMs: 100, inspectConcurrency: 1 } },
  );
  crowd(bench.engine, 3);
  let answered = 0;
  bench.engine.fault = (path) => {
    if (!path.endsWith("/json") || path === "/containers/json") return undefined;
    answered += 1;
    const until = performance.now() + 120;
    while (performance.now() < until) {
      // The engine is busy.
    }
    return undefined;
  };
  const first = await bench.subject.collect();
  expect(answered).toBe(1);
  expect(first.outcome).toEqual({ ok: true });
  expect(first.reports).toEqual([]);
  expect(first.count("container.started_timestamp")).toBe(1);
  expect(first.count("container.cpu.time")).toBe(3);
  expect([...first.entries.values()].filter(({ resource }) => resource.scope === "task")).toHaveLength(3);
  await bench.subject.collect();
  const third = await bench.subject.collect();
  expect(third.count("container.started_timestamp")).toBe(3);
});
