import { describe, expect, it } from "vitest";
import { open } from "../../../test/fakes/elasticsearch/open-output.ts";
import { containerResource } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { dockerStatus } from "./docker-status.ts";
import { ec2Snapshot, fargateSnapshot } from "./sample-snapshots.ts";

type Config = Parameters<typeof open>[0];

const textOf = (config: Config, ...snapshots: readonly Snapshot[]): string => {
  const { output } = open({ compression: "none", ...config });
  const items = output.select(snapshots.map((snapshot) => ({ kind: "snapshot", snapshot })));
  return new TextDecoder().decode(output.encode(items).body);
};

const documentsOf = (config: Config, ...snapshots: readonly Snapshot[]): readonly string[] =>
  textOf(config, ...snapshots)
    .split("\n")
    .filter((line) => line.includes("@timestamp"));

describe("documents", () => {
  it("are there once for a sample that two snapshots have", () => {
    const later = { ...fargateSnapshot(), takenAtMs: fargateSnapshot().takenAtMs + 5000 };
    const cpu = (lines: readonly string[]) => lines.filter((line) => line.includes('"dataset":"docker.cpu"'));
    expect(cpu(documentsOf({}, fargateSnapshot(), later))).toEqual(cpu(documentsOf({}, fargateSnapshot())));
  });

  it("are the same from two agents at two times", () => {
    expect(textOf({ agentName: "a" }, fargateSnapshot())).toBe(textOf({ agentName: "a" }, fargateSnapshot()));
  });

  it("never have what is unknown: no null, no zero in its place", () => {
    for (const schema of ["metricbeat", "fleet", "native"] as const) {
      const text = textOf({ schema }, fargateSnapshot(), ec2Snapshot());
      expect(text).not.toMatch(/null|NaN|Infinity|undefined/);
    }
    const mirror = documentsOf({}, ec2Snapshot()).find((line) => /docker\.memory.*"mirror"/.test(line)) ?? "";
    expect(mirror).toContain('"rss":{"total":');
    expect(mirror).not.toMatch(/"limit"|"pct"/);
    const disk = documentsOf({}, fargateSnapshot()).find((line) => line.includes("docker.diskio")) ?? "";
    expect(disk).not.toMatch(/"ops"|"rate"|"total"/);
  });

  it("tell the network of an awsvpc task once, and of bridge mode by container", () => {
    const network = (snapshot: Snapshot) =>
      documentsOf({}, snapshot).filter((line) => line.includes('"dataset":"docker.network"'));
    expect(network(fargateSnapshot()).length).toBe(1);
    expect(network(fargateSnapshot())[0]).toContain('"container":{"name":"web (task)"}');
    expect(network(ec2Snapshot()).length).toBe(2);
  });

  it("hide the containers that ECS adds, unless asked for", () => {
    expect(textOf({}, ec2Snapshot())).not.toContain("~internal~");
    expect(textOf({ internalContainers: "show" }, ec2Snapshot())).toContain("~internal~");
  });

  it("have the labels of ECS, and all when asked for, whatever their names", () => {
    const odd = { " ": "x", "a.b": "y", __proto__x: "z", "with\nline": '"\ud800' };
    const resource = containerResource({ id: "odd", name: "odd", labels: odd });
    const points = [{ metric: "container.cpu.usage", value: 1, attributes: {}, atMs: 1 }];
    const time = { metric: "container.cpu.time", value: 1, attributes: {}, atMs: 1 };
    const snapshot = { ...ec2Snapshot(), entries: [{ resource, points: [...points, time] }] };
    expect(textOf({}, snapshot)).not.toContain("a_b");
    const line = documentsOf({ labels: "all" }, snapshot)[0] ?? "";
    expect(JSON.parse(line)).toMatchObject({ docker: { container: { labels: { a_b: "y", __proto__x: "z" } } } });
    expect(line.isWellFormed()).toBe(true);
    expect(line).not.toContain('" "');
  });

  it("have no numbers that JSON or a long cannot say", () => {
    const resource = containerResource({ id: "wild", name: "wild" });
    const point = (metric: string, value: number) => ({ metric, value, attributes: {}, atMs: 1 });
    const points = [
      point("container.cpu.time", 1),
      point("container.cpu.usage", Number.POSITIVE_INFINITY),
      point("container.cpu.online", 0),
      point("container.memory.usage", 2 ** 60),
      point("container.memory.rss", 1.6),
      point("container.created_timestamp", 1e300),
    ];
    const text = textOf({ schema: "native" }, { ...ec2Snapshot(), entries: [{ resource, points }] });
    expect(text).toContain('"memory":{"rss":{"bytes":2}}');
    expect(text).not.toMatch(/null|created|"usage"/);
  });
});

describe("Docker's words", () => {
  const facts = { status: "RUNNING", health: undefined, startedMs: 0, exitCode: undefined, nowMs: 0 };
  it.each([
    [{ nowMs: 900 }, "Up Less than a second"],
    [{ nowMs: 1000 }, "Up 1 second"],
    [{ nowMs: 59_000 }, "Up 59 seconds"],
    [{ nowMs: 61_000 }, "Up About a minute"],
    [{ nowMs: 7 * 60_000, health: "HEALTHY" }, "Up 7 minutes (healthy)"],
    [{ nowMs: 65 * 60_000, health: "STARTING" }, "Up About an hour (health: starting)"],
    [{ nowMs: 3 * 86_400_000 }, "Up 3 days"],
    [{ nowMs: 15 * 86_400_000 }, "Up 2 weeks"],
    [{ startedMs: undefined }, "Up"],
    [{ status: "PAUSED", nowMs: 5000 }, "Up 5 seconds (Paused)"],
    [{ status: "STOPPED", exitCode: 137 }, "Exited (137)"],
    [{ status: "HIBERNATING" }, undefined],
  ])("for %j: %s", (more, text) => {
    expect(dockerStatus({ ...facts, ...more })).toBe(text);
  });
});

describe("the definition", () => {
  it("stays off without an address", async () => {
    const { elasticsearch } = await import("./index.ts");
    const on = (config: Config) =>
      elasticsearch.detect({ form: "sidecar", reasons: [] }, elasticsearch.config.parse(config)).on;
    expect([on({}), on({ hosts: ["es"] }), on({ cloudId: `x:${btoa("h$e")}` })]).toEqual([false, true, true]);
    expect(elasticsearch.config.safeParse({ hosts: ["ftp://x"] }).success).toBe(false);
    expect(elasticsearch.config.safeParse({ cloudId: "x" }).success).toBe(false);
  });
});
