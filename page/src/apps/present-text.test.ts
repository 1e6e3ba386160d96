import { expect, it } from "vitest";
import { figuresIn } from "../figures/figures.ts";
import { en } from "../words/en.ts";
import type { Family, Sample } from "./family.ts";
import { presentText } from "./present-text.ts";

const atMs = Date.UTC(2026, 0, 1);

const textOf = (head: Omit<Family, "samples">, sample: Omit<Sample, "labels" | "atMs">): string => {
  const one = { labels: {}, atMs, ...sample };
  const { main, more } = presentText({ ...head, samples: [one] }, one, en.apps, figuresIn("en"));
  return [main, ...more].join(" | ");
};

const took = { name: "took_seconds", kind: "histogram" } as const;
const buckets = [
  { upperBound: 0.1, count: 60 },
  { upperBound: 1, count: 90 },
];

it.each<[string, Omit<Family, "samples">, Omit<Sample, "labels" | "atMs">, string]>([
  ["a counter", { name: "sent_bytes", kind: "counter" }, { value: 4096, perSecond: 1024 }, "1 KiB/s | 4 KiB in all"],
  ["a counter seen once", { name: "requests", kind: "counter" }, { value: 4096 }, "4,096"],
  ["a gauge", { name: "took_seconds", kind: "gauge" }, { value: 0.005 }, "5ms"],
  ["an info", { name: "build", kind: "info" }, { value: 1 }, ""],
  ["a histogram seen once", took, { count: 100, sum: 50, buckets }, "100 in all"],
  [
    "a histogram",
    took,
    { count: 100, sum: 50, buckets, gained: { overMs: 10_000, count: 20, sum: 5, buckets: [10, 18] } },
    "2/s | mean 250ms | p50 ≈ 100ms | p90 ≈ 1s | p99 > 1s | 100 in all",
  ],
  [
    "a histogram without news",
    took,
    { count: 100, sum: 50, buckets, gained: { overMs: 10_000, count: 0, sum: 0, buckets: [0, 0] } },
    "0/s | 100 in all",
  ],
  [
    "a summary, whose quantiles are the app's",
    { name: "gc_seconds", kind: "summary" },
    { count: 4, sum: 2, quantiles: [{ quantile: 0.999, value: 0.25 }], gained: { overMs: 2000, count: 1, sum: 0.5 } },
    "0.5/s | mean 500ms | p99.9 250ms | 4 in all",
  ],
])("%s", (_, head, sample, text) => {
  expect(textOf(head, sample)).toBe(text);
});

it("a moment is a date", () => {
  expect(textOf({ name: "process_start_time_seconds", kind: "gauge" }, { value: atMs / 1000 })).toMatch(/2026|2025/);
});
