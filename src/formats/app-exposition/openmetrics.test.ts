import { expect, it } from "vitest";
import { readExposition } from "./exposition.ts";

const nowMs = Date.UTC(2026, 0, 1);
const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

const read = (lines: readonly string[], contentType: string | undefined = openMetrics) =>
  readExposition(lines.join("\n"), contentType, { nowMs, maxSamples: 1000 });

it("counters have a unit, a beginning and exemplars, times are in seconds", () => {
  const { families, samples } = read([
    "# TYPE took_seconds counter",
    "# UNIT took_seconds seconds",
    '# HELP took_seconds Say \\"how long\\".',
    'took_seconds_created{a="1"} 1700000000.5',
    'took_seconds_total{a="1"} 3 1700000001.25 # {trace_id="x"} 0.5 1700000001',
    'took_seconds_total{a="2"} 4 # {} 1',
    "# EOF\n",
  ]);
  expect(families).toEqual([
    {
      name: "took_seconds",
      help: 'Say "how long".',
      unit: "seconds",
      kind: "counter",
      samples: [
        { labels: { a: "1" }, value: 3, atMs: 1700000001250, sinceMs: 1700000000500 },
        { labels: { a: "2" }, value: 4, atMs: nowMs },
      ],
    },
  ]);
  expect(samples).toBe(3);
});

it("histograms and summaries have a beginning", () => {
  const { families } = read([
    "# TYPE h histogram",
    'h_bucket{le="+Inf"} 2 # {a="b"} 7',
    "h_created 5",
    "# TYPE s summary",
    "s_count 1",
    "s_created 6",
    "# EOF",
  ]);
  expect(families.map(({ samples }) => samples)).toEqual([
    [{ labels: {}, buckets: [], count: 2, atMs: nowMs, sinceMs: 5000 }],
    [{ labels: {}, quantiles: [], count: 1, atMs: nowMs, sinceMs: 6000 }],
  ]);
});

it("a beginning without a count is nothing", () => {
  const { families, samples, dropped } = read(["# TYPE a counter", "a_created 5", "# EOF"]);
  expect({ families, samples, impossible: dropped.impossible }).toEqual({ families: [], samples: 0, impossible: 1 });
});

it("info, states, what is unknown, and gauge histograms as the gauges they are", () => {
  const { families } = read([
    "# TYPE build info",
    'build_info{version="1"} 1',
    "# TYPE mood stateset",
    'mood{mood="good"} 1',
    'mood{mood="bad"} 0',
    "# TYPE what unknown",
    "what 1",
    "# TYPE queue gaugehistogram",
    'queue_bucket{le="+Inf"} 4',
    "queue_gcount 4",
    "queue_gsum -3",
    "# EOF",
  ]);
  expect(families.map(({ name, kind, samples }) => [name, kind, samples.map(({ labels }) => labels)])).toEqual([
    ["build", "info", [{ version: "1" }]],
    ["mood", "state-set", [{ mood: "good" }, { mood: "bad" }]],
    ["what", "unknown", [{}]],
    ["queue_bucket", "gauge", [{ le: "+Inf" }]],
    ["queue_gcount", "gauge", [{}]],
    ["queue_gsum", "gauge", [{}]],
  ]);
});

it("an answer that was cut off says so, and half a number is none", () => {
  const { families, trouble } = read(["# TYPE a gauge", "a 1", "b 12"]);
  expect(families.map(({ name }) => name)).toEqual(["a"]);
  expect(trouble).toEqual({ line: 3, what: "a line that was cut off" });
  expect(read(["a 1", ""]).trouble).toEqual({ line: 1, what: "no # EOF: the answer was cut off" });
});

it("what stands behind the end is not read", () => {
  expect(read(["a 1", "# EOF", "b 2", ""]).families.map(({ name }) => name)).toEqual(["a"]);
});

it("an answer without a type is known by its end; a type that says text is believed", () => {
  const lines = ["a 1 1700000000", "# EOF", ""];
  const atMs = (reading: ReturnType<typeof read>) => reading.families[0]?.samples[0]?.atMs;
  expect(atMs(readExposition(lines.join("\n"), undefined, { nowMs, maxSamples: 9 }))).toBe(1700000000000);
  expect(atMs(read(lines, "text/plain"))).toBe(1700000000);
});
