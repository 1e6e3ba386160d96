import { describe, expect, it } from "vitest";
import type { AppTarget } from "../../../src/web/api/contract.ts";
import { drawnNames, listed, toggled } from "./listed.ts";

const atMs = Date.UTC(2026, 0, 1);

const family = (
  name: string,
  kind: AppTarget["families"][number]["kind"] = "gauge",
  labels: readonly Readonly<Record<string, string>>[] = [{}],
): AppTarget["families"][number] => ({
  name,
  kind,
  samples: labels.map((one) => ({ labels: one, atMs, value: 1 })),
});

const target = (families: AppTarget["families"]): AppTarget => ({
  key: "target/1",
  container: "container/1",
  containerName: "web",
  name: "shop",
  kind: "prometheus",
  slot: 1,
  errors: {},
  leftOut: {},
  families,
  troubles: [],
});

const shop = target([
  family("go_goroutines"),
  family("http_requests", "counter", [{ code: "200" }, { code: "500" }]),
  family("carts"),
  family("build", "info", [{ version: "1" }]),
  family("process_start_time_seconds"),
  family("queue"),
  family("depth"),
]);

const found = (filter: string): string[] =>
  listed([shop], filter).map((one) => `${one.family.name} ${one.family.samples.length}`);

describe("what is listed", () => {
  it("has the app's own before what its runtime says", () => {
    expect(found("")).toEqual([
      "http_requests 2",
      "carts 1",
      "build 1",
      "queue 1",
      "depth 1",
      "go_goroutines 1",
      "process_start_time_seconds 1",
    ]);
  });

  it.each([
    ["code=500", ["http_requests 1"]],
    ["requests_total 200", ["http_requests 1"]],
    ["SHOP counter", ["http_requests 2"]],
    ["nothing like it", []],
  ])("%s leaves %j", (filter, left) => {
    expect(found(filter)).toEqual(left);
  });
});

describe("what is drawn", () => {
  const all = listed([shop], "");

  it("is the first few that can be, unless the address names some that are here", () => {
    expect(drawnNames(all, undefined)).toEqual(["http_requests", "carts", "queue"]);
    expect(drawnNames(all, ["depth", "elsewhere"])).toEqual(["depth"]);
    expect(drawnNames(all, ["elsewhere"])).toEqual(["http_requests", "carts", "queue"]);
    expect(drawnNames(all, ["build"])).toEqual(["http_requests", "carts", "queue"]);
    expect(drawnNames(all, [])).toEqual([]);
  });

  it("changes by one, and leaves what other containers have", () => {
    expect(toggled("depth", ["carts"], undefined)).toEqual(["carts", "depth"]);
    expect(toggled("carts", ["carts", "queue"], ["elsewhere", "carts", "queue"])).toEqual(["elsewhere", "queue"]);
    expect(toggled("carts", ["carts"], ["elsewhere", "carts"])).toEqual([]);
  });

  it("is a dozen at the most, the last ones", () => {
    const many = Array.from({ length: 12 }, (_, at) => `m${at}`);
    expect(toggled("one more", many, many)).toEqual([...many.slice(1), "one more"]);
  });
});
