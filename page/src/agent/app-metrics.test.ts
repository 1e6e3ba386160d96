import { describe, expect, it } from "vitest";
import { appMetrics, isMoment, matchingApps, meanOf, unitOf } from "./app-metrics.ts";

const atMs = Date.UTC(2026, 0, 1);
const resources = [
  { key: "container/c", scope: "container" as const, name: "web", points: [] },
  {
    key: "target/c/8080",
    scope: "target" as const,
    name: "shop",
    points: [],
    families: [
      { name: "http_requests", kind: "counter" as const, samples: [{ labels: { code: "200" }, atMs, value: 3 }] },
      { name: "carts", kind: "gauge" as const, help: "Carts that nobody has paid for.", samples: [] },
    ],
  },
];

describe("apps' own metrics", () => {
  it("are those of targets, each under its app's name", () => {
    expect(appMetrics(resources).map(({ app, family }) => `${app} ${family.name}`)).toEqual([
      "shop http_requests",
      "shop carts",
    ]);
  });

  it.each([
    ["shop", ["http_requests", "carts"]],
    ["nobody paid", ["carts"]],
    ["code=200 shop", ["http_requests"]],
    ["web", []],
  ])("%s finds %j", (filter, names) => {
    expect(matchingApps(appMetrics(resources), filter).map(({ family }) => family.name)).toEqual(names);
  });

  it("have the unit that the app tells, else that of the name", () => {
    expect(unitOf({ name: "took", unit: "seconds" })).toBe("s");
    expect(unitOf({ name: "heap_bytes" })).toBe("By");
    expect(unitOf({ name: "bytes_in_flight" })).toBe("");
  });

  it("that are moments are known by their names", () => {
    expect(isMoment({ name: "process_start_time_seconds", kind: "gauge" })).toBe(true);
    expect(isMoment({ name: "last_success_timestamp_seconds", kind: "unknown" })).toBe(true);
    expect(isMoment({ name: "lost_time_seconds", kind: "counter" })).toBe(false);
    expect(isMoment({ name: "took_seconds", kind: "gauge" })).toBe(false);
  });

  it("have a mean of what came lately, else of all; of nothing none", () => {
    const sample = { labels: {}, atMs, count: 10, sum: 20 };
    expect(meanOf({ ...sample, gained: { overMs: 1000, count: 2, sum: 1 } })).toBe(0.5);
    expect(meanOf({ ...sample, gained: { overMs: 1000, count: 0, sum: 0 } })).toBe(2);
    expect(meanOf({ labels: {}, atMs, count: 0, sum: 0 })).toBeUndefined();
    expect(meanOf({ labels: {}, atMs, count: 3 })).toBeUndefined();
  });
});
