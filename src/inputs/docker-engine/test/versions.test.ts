import { expect, test } from "vitest";
import { containerId, fakeContainer } from "./fake-container.ts";
import { openBench } from "./harness.ts";

const oneShot = "?stream=false&one-shot=true";
const plain = "?stream=false";

test.each([
  { docker: "1.12", apiVersion: "1.24", spoken: "1.24", query: plain },
  { docker: "19.03", apiVersion: "1.40", spoken: "1.40", query: plain },
  { docker: "20.10", apiVersion: "1.41", spoken: "1.41", query: oneShot },
  { docker: "25.0", apiVersion: "1.44", spoken: "1.44", query: oneShot },
  { docker: "29.0", apiVersion: "1.52", minApiVersion: "1.44", spoken: "1.52", query: oneShot },
  { docker: "a later one", apiVersion: "1.60", minApiVersion: "1.44", spoken: "1.52", query: oneShot },
])("Docker $docker speaks $spoken", async ({ apiVersion, minApiVersion = "1.12", spoken, query }) => {
  await using bench = await openBench({ apiVersion, minApiVersion });
  bench.engine.containers.set(containerId(1), fakeContainer(1, { health: "healthy" }));
  await bench.subject.input.start?.();
  const look = await bench.subject.collect();
  expect(look.outcome).toEqual({ ok: true });
  expect(look.value(1, "container.cpu.time")).toBe(5);
  expect(look.status(1, "container.health.status")).toBe("HEALTHY");
  expect(look.value(1, "container.oom_events")).toBe(0);
  expect(bench.engine.requests).toContain(`/v${spoken}/containers/${containerId(1)}/stats${query}`);
  expect(bench.engine.violations).toEqual([]);
  bench.engine.emit({ action: "oom", id: containerId(1), atSeconds: 1_772_366_400 });
  await expect.poll(async () => (await bench.subject.collect()).value(1, "container.oom_events")).toBe(1);
});

test("a sample with the engine's own one before it brings a first rate along", async () => {
  await using bench = await openBench({ apiVersion: "1.40" });
  bench.engine.containers.set(containerId(1), fakeContainer(1));
  const look = await bench.subject.collect();
  expect(look.point(1, "container.cpu.time")?.prior?.value).toBeCloseTo(4.999, 9);
});

test.each(["1.23", "0.9", "banana"])("an engine of API %s is too old, or none", async (apiVersion) => {
  await using bench = await openBench({ apiVersion });
  const { outcome } = await bench.subject.collect();
  expect(outcome).toMatchObject({
    ok: false,
    problem: { code: "docker-api", detail: expect.stringMatching(apiVersion) },
  });
});

test("an engine that has left our versions behind", async () => {
  await using bench = await openBench({ apiVersion: "1.70", minApiVersion: "1.60" });
  const { outcome } = await bench.subject.collect();
  expect(outcome).toMatchObject({ ok: false, problem: { code: "docker-api", detail: expect.stringMatching("1.60") } });
});

test("from API 1.52 on the list tells of a health that changed", async () => {
  await using bench = await openBench({ apiVersion: "1.52" });
  const container = fakeContainer(1, { health: "starting" });
  bench.engine.containers.set(container.id, container);
  expect((await bench.subject.collect()).status(1, "container.health.status")).toBe("STARTING");
  container.health = "unhealthy";
  expect((await bench.subject.collect()).status(1, "container.health.status")).toBe("UNHEALTHY");
});
