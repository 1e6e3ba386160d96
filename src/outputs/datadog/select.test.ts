import { describe, expect, it } from "vitest";
import { asDeliveries, fargatePlace, ofRoute, openOutput, selected } from "../../../test/datadog/open-output.ts";
import { daemonPlace, daemonSnapshots, taskSnapshots } from "../../../test/datadog/snapshots.ts";
import type { Place } from "../../model/place.ts";
import type { Point } from "../../model/point.ts";
import { containerResource, type Resource, selfResource, taskResource } from "../../model/resource.ts";
import type { Entry, InputHealth, Snapshot } from "../../model/snapshot.ts";

const nowMs = Date.UTC(2026, 2, 1, 12);

const point = (metric: string, value: number, more: Partial<Point> = {}): Point => ({
  metric,
  value,
  attributes: {},
  atMs: nowMs,
  ...more,
});

const snapshotOf = (
  entries: readonly Entry[],
  { takenAtMs = nowMs, inputs = [] }: { readonly takenAtMs?: number; readonly inputs?: readonly InputHealth[] } = {},
): Snapshot => ({ takenAtMs, form: "daemon", entries, inputs });

const taskOf = (id: string, launchType = "EC2") => ({
  arn: id,
  id,
  cluster: "c",
  family: "web",
  revision: "1",
  launchType,
});

const container = (id: string, ...points: readonly Point[]): Entry => ({
  resource: containerResource({ id, name: "web", image: "web:1" }, taskOf(`task-${id}`)),
  points: [point("container.cpu.time", 5, { perSecond: 0.25 }), ...points],
});

const seriesOf = (
  snapshots: readonly Snapshot[],
  config: Readonly<Record<string, unknown>> = {},
  place: Place = daemonPlace,
) => ofRoute(selected(openOutput({ config, place }), asDeliveries(snapshots)), "series");

const checksOf = (
  snapshots: readonly Snapshot[],
  config: Readonly<Record<string, unknown>> = {},
  place: Place = daemonPlace,
) => ofRoute(selected(openOutput({ config, place }), asDeliveries(snapshots)), "checks");

const valuesOf = (series: ReturnType<typeof seriesOf>, metric: string) =>
  series.filter((one) => one.metric === metric).map(({ value }) => value);

describe("series", () => {
  it("are one where their tags are: amounts added up, ratios averaged, times the greatest", () => {
    const mebibytes = 2 ** 20;
    const entries = [1, 2].map((place) =>
      container(
        `${place}`,
        point("container.memory.rss", place * mebibytes),
        point("container.memory.limit", 4 * mebibytes),
        point("container.started_timestamp", nowMs / 1000 - place * 60),
      ),
    );
    const low = seriesOf([snapshotOf(entries)], { cardinality: "low" });
    expect(valuesOf(low, "docker.cpu.usage")).toEqual([50]);
    expect(valuesOf(low, "docker.mem.rss")).toEqual([3 * mebibytes]);
    expect(valuesOf(low, "docker.mem.in_use")).toEqual([0.375]);
    expect(valuesOf(low, "docker.uptime")).toEqual([120]);
    const high = seriesOf([snapshotOf(entries)]);
    expect(valuesOf(high, "docker.cpu.usage")).toEqual([25, 25]);
  });

  it("stay a task's own, at any cardinality, where the agent sees one task of many", async () => {
    const [, newest] = await taskSnapshots("shape-fargate-v1");
    const series = seriesOf(newest === undefined ? [] : [newest], { cardinality: "low" }, fargatePlace);
    expect(series.length).toBeGreaterThan(20);
    for (const { tags, metric } of series) expect(tags, metric).toContain("task_arn:");
  });

  it("have a second's point once, the last that was seen", () => {
    const older = snapshotOf([container("1", point("container.memory.rss", 1))]);
    const newer = snapshotOf([container("1", point("container.memory.rss", 2))], { takenAtMs: nowMs + 500 });
    expect(valuesOf(seriesOf([older, newer]), "docker.mem.rss")).toEqual([2]);
  });

  it("have the times of the samples", () => {
    const sampled = container("1", point("container.memory.rss", 1, { atMs: nowMs - 9000 }));
    const [rss] = seriesOf([snapshotOf([sampled])]).filter(({ metric }) => metric === "docker.mem.rss");
    expect(rss?.atMs).toBe(nowMs - 9000);
  });

  it("lack what is not known: a first rate, a limit, one of two parts, a start to come", () => {
    const bare = container("1", point("container.memory.rss", 1), point("container.memory.limit_with_swap", 2));
    const { resource } = bare;
    const entry: Entry = {
      resource,
      points: [
        point("container.cpu.time", 5),
        point("container.memory.page_faults", 5, { attributes: { type: "minor" }, perSecond: 1 }),
        point("container.memory.page_faults", 5, { attributes: { type: "major" } }),
        point("container.started_timestamp", nowMs / 1000 + 60),
        ...bare.points.slice(1),
      ],
    };
    const config = { dialects: ["docker", "ecs.fargate"] };
    const names = seriesOf([snapshotOf([entry])], config).map(({ metric }) => metric);
    expect(names).toContain("docker.mem.rss");
    for (const missing of ["cpu.usage", "mem.in_use", "mem.sw_in_use", "uptime", "mem.limit"]) {
      expect(names).not.toContain(`docker.${missing}`);
    }
    expect(names).not.toContain("ecs.fargate.mem.pgfault");
  });

  it("add up what has several parts", () => {
    const faults = ["minor", "major"].map((type) =>
      point("container.memory.page_faults", 5, { attributes: { type }, perSecond: type === "minor" ? 3 : 1 }),
    );
    const series = seriesOf([snapshotOf([container("1", ...faults)])], { dialects: ["ecs.fargate"] });
    expect(valuesOf(series, "ecs.fargate.mem.pgfault")).toEqual([4]);
    expect(valuesOf(series, "ecs.fargate.mem.pgmajfault")).toEqual([1]);
  });

  it("take the CPU limit of the container, else of the task, else the machine's cores", () => {
    const limits = (own: readonly Point[], ofTask: readonly Point[]) => {
      const entry = container("1", point("container.cpu.online", 4), ...own);
      const task: Entry = { resource: taskResource(taskOf("task-1")), points: ofTask };
      return valuesOf(seriesOf([snapshotOf([task, entry])]), "docker.cpu.limit");
    };
    expect(limits([point("container.cpu.limit", 0.5)], [point("task.cpu.limit", 2)])).toEqual([50]);
    expect(limits([], [point("task.cpu.limit", 2)])).toEqual([200]);
    expect(limits([], [])).toEqual([400]);
  });

  it("of a value that is no number are not sent", () => {
    const series = seriesOf([snapshotOf([container("1", point("container.memory.rss", Number.NaN))])]);
    expect(valuesOf(series, "docker.mem.rss")).toEqual([]);
  });

  it("are not of ECS's own containers, unless they are to be shown", () => {
    const pause: Entry = {
      resource: containerResource({ id: "p", name: "~internal~ecs~pause", type: "CNI_PAUSE" }, taskOf("t")),
      points: [point("container.cpu.time", 5, { perSecond: 1 })],
    };
    expect(seriesOf([snapshotOf([pause])])).toEqual([]);
    expect(valuesOf(seriesOf([snapshotOf([pause])], { internalContainers: "show" }), "docker.cpu.usage")).toEqual([
      100,
    ]);
  });
});

describe("the dialect", () => {
  const one = (resource: Resource): Snapshot =>
    snapshotOf([{ resource, points: [point("container.cpu.time", 1, { perSecond: 1 })] }]);
  const names = (resource: Resource, place: Place) => seriesOf([one(resource)], {}, place).map(({ metric }) => metric);
  const nowhere: Place = { form: "sidecar", reasons: [] };

  it("goes by the launch type of the task, else by that of the place", () => {
    const inTask = (launchType: string) => containerResource({ id: "i", name: "n" }, taskOf("t", launchType));
    const alone = containerResource({ id: "i", name: "n" });
    expect(names(inTask("FARGATE"), nowhere)).toEqual(["ecs.fargate.cpu.usage"]);
    expect(names(inTask("EC2"), fargatePlace)).toEqual(["docker.cpu.usage"]);
    expect(names(inTask("MANAGED_INSTANCES"), nowhere)).toEqual(["docker.cpu.usage"]);
    expect(names(alone, fargatePlace)).toEqual(["ecs.fargate.cpu.usage"]);
    expect(names(alone, nowhere)).toEqual(["docker.cpu.usage"]);
  });

  it("may be any number of them", () => {
    const config = { dialects: ["container", "docker", "taskvitals", "ecs.fargate"] };
    const resource = containerResource({ id: "i", name: "n" });
    expect(
      seriesOf([one(resource)], config)
        .map(({ metric }) => metric)
        .toSorted(),
    ).toEqual(["container.cpu.usage", "docker.cpu.usage", "ecs.container.cpu.time", "ecs.fargate.cpu.usage"]);
  });
});

describe("what the agent tells of itself", () => {
  const self: Entry = { resource: selfResource, points: [point("taskvitals.process.heap_used", 5)] };
  const tagsIn = (place: Place, ...entries: readonly Entry[]): readonly string[] =>
    seriesOf([snapshotOf([...entries, self])], { dialects: ["taskvitals"] }, place)
      .filter(({ metric }) => metric === "taskvitals.process.heap_used")
      .map(({ tags }) => tags);
  const task: Entry = { resource: taskResource(taskOf("t")), points: [] };

  it("has the tags of the task that it is a part of", () => {
    expect(tagsIn(fargatePlace, task)).toEqual([expect.stringContaining("task_arn:t")]);
  });

  it("has no task's tags in a daemon, whatever it sees just now", () => {
    expect(tagsIn(daemonPlace, task)).toEqual([""]);
    expect(tagsIn(daemonPlace)).toEqual([""]);
  });

  it("goes with units that Datadog knows", () => {
    const series = seriesOf([snapshotOf([self])], { dialects: ["taskvitals"] });
    expect(series.map(({ unit }) => unit)).toEqual(["byte"]);
  });
});

describe("service checks", () => {
  const input = (name: string, up: boolean | undefined): InputHealth => ({ name, up });

  it("tell whether the Docker Engine answers", () => {
    const statuses = (up: boolean | undefined) =>
      checksOf([snapshotOf([], { inputs: [input("docker-engine", up)] })]).map(({ check, status, message }) => [
        check,
        status,
        message,
      ]);
    expect(statuses(true)).toEqual([["docker.service_up", "ok", ""]]);
    expect(statuses(false)).toEqual([["docker.service_up", "critical", "The last collection of docker-engine failed"]]);
    expect(statuses(undefined)).toEqual([]);
  });

  it("tell whether Fargate's endpoint answers, and of which task", async () => {
    const [first] = await taskSnapshots("shape-fargate-v1");
    const [check] = checksOf(first === undefined ? [] : [first], {}, fargatePlace);
    expect(check).toMatchObject({ check: "fargate_check", status: "ok", tags: expect.stringContaining("task_arn:") });
    const down = snapshotOf([], { inputs: [input("ecs-task-metadata", false)] });
    expect(checksOf([down], {}, fargatePlace).map(({ status }) => status)).toEqual(["critical"]);
    expect(checksOf([down], {}, daemonPlace)).toEqual([]);
  });

  it("tell containers' health", async () => {
    const [first] = await daemonSnapshots();
    const health = checksOf(first === undefined ? [] : [first]).filter(
      ({ check }) => check === "docker.container_health",
    );
    expect(health.map(({ status, message }) => [status, message])).toEqual([
      ["ok", ""],
      ["unknown", "STARTING"],
    ]);
  });

  it("can be turned off", async () => {
    expect(checksOf(await daemonSnapshots(), { checks: "off" })).toEqual([]);
  });
});
