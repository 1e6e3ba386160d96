import { expect, test } from "vitest";
import { containerResource } from "../../model/resource.ts";
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
