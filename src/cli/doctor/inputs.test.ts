import { expect, test } from "vitest";
import { containerResource, targetResource } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import { inputLines } from "./inputs.ts";

const container = (id: string, way: Readonly<Record<string, string>> | undefined): Entry => ({
  resource: containerResource({ id, name: id }),
  points: way === undefined ? [] : [{ metric: "container.stats_path", value: 1, attributes: way, atMs: 0 }],
});

test("by which way the figures came, and why by no better one, each said once", () => {
  const why = "The host's files: its cgroup is not below /sys/fs/cgroup.";
  const entries = [
    container("a", { path: "host-files" }),
    container("b", { path: "host-files" }),
    container("c", { path: "docker-stats", why }),
    container("stopped", undefined),
  ];
  const health = () => ({ name: "docker-engine", up: true, durationMs: 12.3 });
  expect(inputLines({ runners: [{ name: "docker-engine", health, entries: () => entries }] })).toEqual([
    "docker-engine: sees 0 tasks, 4 containers in 12 ms",
    "docker-engine: figures of 2 containers by host-files.",
    `docker-engine: figures of 1 container by docker-stats. ${why}`,
  ]);
});

test("an input that has not answered", () => {
  const health = () => ({ name: "docker-engine", up: undefined });
  expect(inputLines({ runners: [{ name: "docker-engine", health, entries: () => [] }] })).toEqual([
    "docker-engine: did not end its collection in time",
  ]);
});

test("what apps tell: where it is read, and whether it came", () => {
  const target = (slot: number, values: Readonly<Record<string, number>>): Entry => ({
    resource: targetResource(
      { id: `t${slot}`, kind: "prometheus", name: "shop", slot, address: `127.0.0.1:${32767 + slot}/metrics` },
      { id: "c", name: "c" },
    ),
    points: Object.entries(values).map(([metric, value]) => ({ metric, value, attributes: {}, atMs: 0 })),
  });
  const entries = [target(1, { "target.up": 1, "target.samples": 40 }), target(2, { "target.up": 0 }), target(3, {})];
  const health = () => ({ name: "app-metrics", up: true, durationMs: 5 });
  expect(inputLines({ runners: [{ name: "app-metrics", health, entries: () => entries }] })).toEqual([
    "app-metrics: sees 3 targets in 5 ms",
    "app-metrics: shop (slot 1), prometheus at 127.0.0.1:32768/metrics: 40 samples",
    "app-metrics: shop (slot 2), prometheus at 127.0.0.1:32769/metrics: failed",
    "app-metrics: shop (slot 3), prometheus at 127.0.0.1:32770/metrics: not read yet",
  ]);
  expect(inputLines({ runners: [{ name: "app-metrics", health, entries: () => [] }] })).toEqual([
    "app-metrics: sees nothing in 5 ms",
  ]);
});
