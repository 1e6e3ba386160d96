import { describe, expect, it } from "vitest";
import { goStatsClassic, goStatsClassicUnits } from "./classic.ts";
import { readGoStats } from "./go-stats.ts";

const nowMs = Date.UTC(2026, 0, 1);

/** Every key that the handler answers. */
const whole = {
  time: (nowMs - 1500) * 1e6,
  go_version: "go1.24.1",
  go_os: "linux",
  go_arch: "arm64",
  cpu_num: 2,
  goroutine_num: 11,
  gomaxprocs: 2,
  cgo_call_num: 5,
  memory_alloc: 1_000,
  memory_total_alloc: 9_000,
  memory_sys: 20_000,
  memory_lookups: 0,
  memory_mallocs: 700,
  memory_frees: 600,
  memory_stack: 300,
  heap_alloc: 1_000,
  heap_sys: 8_000,
  heap_idle: 5_000,
  heap_inuse: 3_000,
  heap_released: 100,
  heap_objects: 100,
  gc_next: 4_000,
  gc_last: nowMs * 1e6,
  gc_num: 40,
  gc_per_second: 0.5,
  gc_pause_per_second: 0.25,
  gc_pause: [0.1, 0.15],
};

const read = (answer: object) => readGoStats(JSON.stringify(answer), { nowMs });

describe("an answer of the handler", () => {
  it("has counters, gauges and the version, at the time it tells", () => {
    const { families, samples, trouble } = read(whole);
    expect(trouble).toBeUndefined();
    expect(samples).toBe(23);
    const told = families.map(({ kind, name, samples: [sample] }) => [
      kind === "counter" ? `${name}_total` : name,
      sample !== undefined && "value" in sample ? sample.value : undefined,
      sample?.atMs,
    ]);
    expect(told).toContainEqual(["go_goroutines", 11, nowMs - 1500]);
    expect(told).toContainEqual(["go_memstats_alloc_bytes", 1_000, nowMs - 1500]);
    expect(told).toContainEqual(["go_memstats_alloc_bytes_total", 9_000, nowMs - 1500]);
    expect(told).toContainEqual(["go_memstats_last_gc_time_seconds", nowMs / 1000, nowMs - 1500]);
    expect(told).toContainEqual(["go_gc_cycles_total", 40, nowMs - 1500]);
    expect(families.find(({ kind }) => kind === "info")?.samples).toEqual([
      { labels: { version: "go1.24.1", goos: "linux", goarch: "arm64" }, value: 1, atMs: nowMs - 1500 },
    ]);
  });

  it("a clock that is far off is not believed", () => {
    expect(read({ ...whole, time: 1 }).families[0]?.samples[0]?.atMs).toBe(nowMs);
  });

  it("what is no number or cannot be is left out and counted", () => {
    const { families, samples, dropped } = read({ goroutine_num: "11", gc_num: 1, heap_sys: -1, heap_idle: null });
    expect(families.map(({ name }) => name)).toEqual(["go_gc_cycles"]);
    expect({ samples, dropped }).toMatchObject({ samples: 1, dropped: { malformed: 2, impossible: 1 } });
  });
});

describe("an answer of something else", () => {
  it.each([
    ["<html></html>", "a page (HTML or XML), no JSON"],
    ["", "no JSON"],
    ["[", "no JSON"],
    ["3", "JSON, but no object"],
    ["{}", "JSON, but no golang-stats-api-handler: it has no goroutine_num or no gc_num"],
  ])("%s", (body, what) => {
    expect(readGoStats(body, { nowMs })).toMatchObject({ families: [], samples: 0, trouble: { line: 0, what } });
  });
});

describe("the names of mackerel-plugin-gostats", () => {
  it("are these, all of them from one answer", () => {
    const { families } = read(whole);
    expect(
      goStatsClassic.map(({ group, field, as, family, kind }) => [
        `${group}.${field}${as === "per-minute" ? " per minute" : ""}`,
        families.filter((one) => one.name === family && one.kind === kind).length,
        goStatsClassicUnits[group],
      ]),
    ).toEqual([
      ["runtime.goroutine_num", 1, "integer"],
      ["runtime.cgo_call_num per minute", 1, "integer"],
      ["memory.memory_alloc", 1, "bytes"],
      ["memory.memory_sys", 1, "bytes"],
      ["memory.memory_stack", 1, "bytes"],
      ["operation.memory_lookups per minute", 1, "integer"],
      ["operation.memory_mallocs per minute", 1, "integer"],
      ["operation.memory_frees per minute", 1, "integer"],
      ["heap.heap_sys", 1, "bytes"],
      ["heap.heap_idle", 1, "bytes"],
      ["heap.heap_inuse", 1, "bytes"],
      ["heap.heap_released per minute", 1, "bytes"],
      ["gc.gc_num per minute", 1, "float"],
      ["gc.gc_per_second", 1, "float"],
      ["gc.gc_pause_per_second", 1, "float"],
    ]);
  });
});
