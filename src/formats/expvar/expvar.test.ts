import { expect, it } from "vitest";
import { readExpvar } from "./expvar.ts";

const nowMs = Date.UTC(2026, 0, 1);

const answer = JSON.stringify({
  cmdline: ["/app", "-password=secret", 1],
  memstats: {
    Alloc: 10,
    TotalAlloc: 20,
    PauseTotalNs: 3e9,
    LastGC: nowMs * 1e6,
    NumGC: -1,
    PauseNs: [1, 2],
    BySize: [{ Size: 8 }],
    EnableGC: true,
  },
  requests: 7,
  queue: { depth: 3, names: ["a"], "": 4 },
  version: "1",
});

it("the memory figures have the names of Go's, everything else its own", () => {
  const { families, samples, dropped } = readExpvar(answer, { nowMs, maxSamples: 100 });
  expect(families.map(({ name, kind, samples: all }) => [kind, name, all])).toEqual([
    ["gauge", "go_memstats_alloc_bytes", [{ labels: {}, value: 10, atMs: nowMs }]],
    ["counter", "go_memstats_alloc_bytes", [{ labels: {}, value: 20, atMs: nowMs }]],
    ["gauge", "go_memstats_last_gc_time_seconds", [{ labels: {}, value: nowMs / 1000, atMs: nowMs }]],
    ["counter", "go_gc_pause_seconds", [{ labels: {}, value: 3, atMs: nowMs }]],
    ["unknown", "requests", [{ labels: {}, value: 7, atMs: nowMs }]],
    ["unknown", "queue.depth", [{ labels: {}, value: 3, atMs: nowMs }]],
    ["unknown", "queue.", [{ labels: {}, value: 4, atMs: nowMs }]],
  ]);
  expect(samples).toBe(7);
  expect(dropped.impossible).toBe(1);
});

it("only what is wanted, and not more than the limit", () => {
  const keeps = (name: string): boolean => name === "go_memstats_alloc_bytes" || name.startsWith("queue");
  expect(readExpvar(answer, { nowMs, maxSamples: 100, keeps }).samples).toBe(4);
  expect(readExpvar(answer, { nowMs, maxSamples: 5 })).toMatchObject({ samples: 5, dropped: { "over-samples": 2 } });
});

it("a heap that was never collected was not collected in 1970", () => {
  const { families, samples } = readExpvar('{"memstats":{"LastGC":0,"NumGC":0}}', { nowMs, maxSamples: 9 });
  expect(families.map(({ name }) => name)).toEqual(["go_gc_cycles"]);
  expect(samples).toBe(1);
});

it("without memory figures it is the program's own numbers", () => {
  expect(readExpvar('{"a":{"b":1}}', { nowMs, maxSamples: 9 }).families.map(({ name }) => name)).toEqual(["a.b"]);
});
