import { describe, expect, it } from "vitest";
import type { Entry } from "../../model/snapshot.ts";
import { rounded } from "./columns.ts";
import { columnIds, row as rowSchema } from "./contract.ts";
import { linesOf } from "./lines.ts";
import { containerEntry, point, sightOf, startMs, status, task, taskEntry } from "./test/sights.ts";

/** Figures by column of everything, by name. */
const figuresIn = (entries: readonly Entry[]) =>
  Object.fromEntries(
    linesOf(sightOf(0, entries)).map(({ row, figures }) => [
      `${row.kind} ${row.name}`,
      Object.fromEntries(columnIds.map((id, place) => [id, figures[place]])),
    ]),
  );

const rowsIn = (entries: readonly Entry[]) => linesOf(sightOf(0, entries)).map(({ row }) => rowSchema.parse(row));

describe("figures of a row", () => {
  it("are the catalogue's, ratios and rates to four digits, sizes to the byte", () => {
    const found = figuresIn([
      containerEntry("app", [
        point("container.cpu.usage", 0.123456),
        point("container.cpu.utilization", 0.0123456),
        point("container.memory.working_set", 123_456_789),
        point("container.memory.limit", 1_073_741_824),
        point("container.pids", 12),
      ]),
    ]);
    expect(found["container app"]).toMatchObject({
      cpu: 0.1235,
      cpuRatio: 0.01235,
      memory: 123_456_789,
      memoryLimit: 1_073_741_824,
      memoryRatio: null,
      pids: 12,
      restarts: null,
    });
  });

  it("have rates with the interfaces added up, and none when one of them is not known", () => {
    const eth = (name: string, perSecond?: number) =>
      point("task.network.receive", 1000, { interface: name }, perSecond);
    expect(figuresIn([taskEntry([eth("eth0", 10), eth("eth1", 5)])])["task web"]).toMatchObject({
      receive: 15,
      transmit: null,
    });
    expect(figuresIn([taskEntry([eth("eth0", 10), eth("eth1")])])["task web"]).toMatchObject({ receive: null });
  });

  it("belong in awsvpc mode to the task, in bridge mode to the container", () => {
    const found = figuresIn([
      taskEntry([point("task.network.receive", 1, { interface: "eth0" }, 7)]),
      containerEntry("app", [point("container.network.transmit", 1, { interface: "eth0" }, 3)]),
    ]);
    expect(found["task web"]).toMatchObject({ receive: 7, transmit: null });
    expect(found["container app"]).toMatchObject({ receive: null, transmit: 3 });
  });

  it("have a container's own CPU limit, else its task's", () => {
    const found = figuresIn([
      taskEntry([point("task.cpu.limit", 2)]),
      containerEntry("a", []),
      containerEntry("b", [point("container.cpu.limit", 0.5)]),
    ]);
    expect([found["container a"]?.cpuLimit, found["container b"]?.cpuLimit, found["task web"]?.cpuLimit]).toEqual([
      2, 0.5, 2,
    ]);
  });

  it("of a task count its containers' restarts, and its processes only when every running one tells", () => {
    const counted = (id: string, ...points: Parameters<typeof point>[]) =>
      containerEntry(id, [status("RUNNING"), ...points.map((one) => point(...one))]);
    const a = counted("a", ["container.restarts", 2], ["container.pids", 5]);
    expect(figuresIn([taskEntry(), a, counted("b", ["container.pids", 6])])["task web"]).toMatchObject({
      restarts: 2,
      pids: 11,
    });
    expect(figuresIn([taskEntry(), a, counted("b")])["task web"]).toMatchObject({ restarts: 2, pids: null });
    const stopped = containerEntry("b", [status("STOPPED")]);
    expect(figuresIn([taskEntry(), a, stopped])["task web"]).toMatchObject({ pids: 5 });
  });
});

describe("a row", () => {
  it("of a container says what it is and what became of it", () => {
    const [found] = rowsIn([
      containerEntry(
        "app",
        [
          status("STOPPED"),
          point("container.status", 1, { type: "desired", status: "STOPPED" }),
          point("container.health.status", 1, { status: "UNHEALTHY" }),
          point("container.health.since_timestamp", startMs / 1000),
          point("container.exit_code", 137),
          point("container.oom_killed", 1),
          point("container.started_timestamp", startMs / 1000),
          point("container.finished_timestamp", startMs / 1000 + 5),
          point("container.ports", 1, { container_port: "8080", host_port: "32768", host_ip: "::", protocol: "tcp" }),
          point("container.ports", 1, { container_port: "53", protocol: "udp" }),
          point("container.stats_path", 1, { path: "docker-stats", why: "The host's files are elsewhere." }),
        ],
        "example.com/shop/web:2.4@sha256:00ff",
      ),
    ]);
    expect(found).toEqual({
      kind: "container",
      key: "container/app",
      name: "app",
      cluster: "shop",
      service: "front",
      family: "web",
      revision: "7",
      taskId: "one",
      taskArn: task.arn,
      parent: `task/${task.arn}`,
      containerId: "app",
      status: "STOPPED",
      desiredStatus: "STOPPED",
      health: "UNHEALTHY",
      healthSinceMs: startMs,
      exitCode: 137,
      oomKilled: true,
      statsPath: "docker-stats",
      statsPathWhy: "The host's files are elsewhere.",
      startedMs: startMs,
      stoppedMs: startMs + 5000,
      image: "example.com/shop/web:2.4@sha256:00ff",
      imageTag: "2.4",
      imageDigest: "sha256:00ff",
      ports: [
        { containerPort: 8080, hostPort: 32_768, hostIp: "::", protocol: "tcp" },
        { containerPort: 53, protocol: "udp" },
      ],
    });
  });

  it("of a task without a word of its own has that of its containers, and its start is that of the first", () => {
    const running = (id: string, seconds: number) =>
      containerEntry(id, [status("RUNNING"), point("container.started_timestamp", seconds)]);
    expect(rowsIn([taskEntry(), running("a", 20), running("b", 10)])[0]).toMatchObject({
      status: "RUNNING",
      startedMs: 10_000,
    });
    expect(rowsIn([taskEntry(), containerEntry("a", [status("STOPPED")])])[0]).toMatchObject({ status: "STOPPED" });
    expect(rowsIn([taskEntry()])[0]).toMatchObject({ status: "UNKNOWN" });
    expect(rowsIn([taskEntry([point("task.status", 1, { type: "known", status: "PENDING" })])])[0]).toMatchObject({
      status: "PENDING",
    });
  });

  it("of a container that ECS did not start has no parent", () => {
    const resource = { scope: "container", key: "container/x", container: { id: "x", name: "x" } } as const;
    const [found] = rowsIn([{ resource, points: [] }]);
    expect(found).toMatchObject({ cluster: "", service: "", taskId: "", status: "UNKNOWN" });
    expect(found).not.toHaveProperty("parent");
  });
});

describe("so many digits", () => {
  it.each([
    [0, 0],
    [1, 1],
    [123_456, 123_500],
    [0.000_123_456, 0.000_123_5],
    [-123_456, -123_500],
    [5e-324, 5e-324],
    [1.797e308, 1.797e308],
  ])("%d is %d", (amount, shown) => {
    expect(rounded(amount, 4)).toBe(shown);
  });
});
