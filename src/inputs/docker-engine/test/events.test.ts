import { expect, test } from "vitest";
import { containerId, fakeContainer } from "./fake-container.ts";
import { openBench } from "./harness.ts";

const seconds = 1_772_366_400;

const inspections = (requests: readonly string[]): number =>
  requests.filter((request) => /\/[0-9a-f]{64}\/json$/.test(request)).length;

test("out-of-memory events are counted, for their container alone", async () => {
  await using bench = await openBench();
  for (const number of [1, 2]) bench.engine.containers.set(containerId(number), fakeContainer(number));
  const before = await bench.subject.collect();
  expect(before.value(1, "container.oom_events")).toBeUndefined();
  await bench.subject.input.start?.();
  expect((await bench.subject.collect()).value(1, "container.oom_events")).toBe(0);
  bench.engine.emit({ action: "oom", id: containerId(1), atSeconds: seconds });
  bench.engine.emit({ action: "oom", id: containerId(1), atSeconds: seconds + 1 });
  await expect.poll(async () => (await bench.subject.collect()).value(1, "container.oom_events")).toBe(2);
  expect((await bench.subject.collect()).value(2, "container.oom_events")).toBe(0);
});

test("a health event leads to one inspection of its container", async () => {
  await using bench = await openBench();
  const container = fakeContainer(1, { health: "healthy" });
  bench.engine.containers.set(container.id, container);
  bench.engine.containers.set(containerId(2), fakeContainer(2));
  await bench.subject.input.start?.();
  await bench.subject.collect();
  bench.engine.requests.length = 0;
  container.health = "unhealthy";
  bench.engine.emit({ action: "health_status: unhealthy", id: container.id, atSeconds: seconds });
  await expect.poll(async () => (await bench.subject.collect()).status(1, "container.health.status")).toBe("UNHEALTHY");
  expect(inspections(bench.engine.requests)).toBe(1);
});

test("a stream that breaks: told once, what happened meanwhile is caught up, and everything looked at anew", async () => {
  await using bench = await openBench();
  const container = fakeContainer(1);
  bench.engine.containers.set(container.id, container);
  bench.engine.containers.set(containerId(2), fakeContainer(2));
  await bench.subject.input.start?.();
  bench.engine.emit({ action: "oom", id: container.id, atSeconds: seconds });
  await expect.poll(async () => (await bench.subject.collect()).value(1, "container.oom_events")).toBe(1);
  bench.engine.breakEvents();
  await expect.poll(() => bench.engine.streams()).toBe(0);
  container.restartCount = 1;
  bench.engine.emit({ action: "oom", id: container.id, atSeconds: seconds });
  bench.engine.emit({ action: "die", id: container.id, atSeconds: seconds + 1 });
  // A look in between takes it from no collection.
  expect((await bench.subject.collect(undefined, { extra: true })).reports).toEqual([]);
  const during = await bench.subject.collect();
  expect(during.reports).toMatchObject([{ code: "docker-events", subject: bench.engine.host }]);
  const before = inspections(bench.engine.requests);
  await expect.poll(() => bench.engine.streams()).toBe(1);
  expect(bench.engine.requests.findLast((request) => request.includes("/events"))).toContain(`since=${seconds}`);
  await expect.poll(async () => (await bench.subject.collect()).value(1, "container.restarts")).toBe(1);
  const after = await bench.subject.collect();
  expect(after.reports).toEqual([]);
  expect(inspections(bench.engine.requests) - before).toBeGreaterThanOrEqual(2);
  expect(bench.engine.violations).toEqual([]);
});

test("an engine that forbids events: told, and everything else works", async () => {
  await using bench = await openBench();
  bench.engine.containers.set(containerId(1), fakeContainer(1));
  bench.engine.fault = (path) => (path === "/events" ? { status: 403, body: "Forbidden" } : undefined);
  await bench.subject.input.start?.();
  const look = await bench.subject.collect();
  expect(look.outcome).toEqual({ ok: true });
  expect(look.reports).toMatchObject([{ code: "docker-events", detail: "/events answered 403" }]);
  expect(look.value(1, "container.cpu.time")).toBe(5);
  expect(look.value(1, "container.oom_events")).toBeUndefined();
});

test("stops within a moment while it follows", async () => {
  await using bench = await openBench();
  await bench.subject.input.start?.();
  await expect.poll(() => bench.engine.streams()).toBe(1);
  const startedAt = performance.now();
  await bench.subject.input.stop?.();
  await bench.subject.input.stop?.();
  expect(performance.now() - startedAt).toBeLessThan(5000);
  await expect.poll(() => bench.engine.streams()).toBe(0);
});
