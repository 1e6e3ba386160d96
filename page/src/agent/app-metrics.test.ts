import { describe, expect, it } from "vitest";
import { appMetrics, matchingApps } from "./app-metrics.ts";

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
});
