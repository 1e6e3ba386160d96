import { describe, expect, it } from "vitest";
import { readExposition } from "./exposition-reader.ts";
import { prometheus } from "./index.ts";
import { community, containerEntry, ee, own, point, renderAs, series, snapshotOf, taskEntry } from "./render-case.ts";

describe("two containers that a dialect cannot tell apart", () => {
  const old = containerEntry({ id: "old" }, point("container.pids", 1, {}, 1000), point("container.exit_code", 3));
  const young = containerEntry({ id: "young" }, point("container.pids", 2, {}, 1001));

  it.each([
    ["older first", [old, young]],
    ["newer first", [young, old]],
  ])("give the newer sample, and one problem (%s)", (_name, entries) => {
    const { body, problems } = renderAs(own, snapshotOf(entries));
    expect(series(body, "ecs_container_pids")).toEqual({
      "task_family=f task_revision=2 task_id=1 container_name=web": 2,
    });
    expect(series(body, "ecs_container_exit_code")).toEqual({
      "task_family=f task_revision=2 task_id=1 container_name=web": 3,
    });
    expect(problems).toEqual([
      {
        code: "series-duplicate",
        subject: 'taskvitals {task_family="f",task_revision="2",task_id="1",container_name="web"}',
        detail: expect.stringMatching(/^container\/(old|young) and container\/(old|young)$/),
      },
    ]);
  });

  it("are no problem to a dialect that can", () => {
    const { body, problems } = renderAs(
      ee,
      snapshotOf([old, young].map(({ resource }) => ({ resource, points: [point("container.cpu.time", 1)] }))),
    );
    expect(Object.keys(series(body, "ee_container_cpu_usage_seconds_total"))).toHaveLength(2);
    expect(problems).toEqual([]);
  });

  it("are no problem while they share no series", () => {
    expect(renderAs(own, snapshotOf([{ ...old, points: [point("container.exit_code", 3)] }, young])).problems).toEqual(
      [],
    );
  });

  it("are another thing than one container told of twice", () => {
    expect(renderAs(own, snapshotOf([old, old])).problems).toEqual([]);
  });
});

describe("several dialects", () => {
  const entries = [
    taskEntry(point("task.cpu.limit", 0.5), point("task.network.receive", 5, { interface: "eth0" })),
    containerEntry({}, point("container.cpu.time", 1)),
  ];

  it.each([[["taskvitals", "ecs-exporter"]], [["ecs-exporter", "taskvitals"]]])(
    "expose a shared name once, with the richer labels (%s)",
    (dialects) => {
      const { body } = renderAs({ dialects }, snapshotOf(entries));
      expect(series(body, "ecs_container_cpu_usage_seconds_total")).toEqual({
        "task_family=f task_revision=2 task_id=1 container_name=web": 1,
      });
      expect(series(body, "ecs_network_receive_bytes_total")).toEqual({ "interface=eth0": 5 });
    },
  );

  it("leave a name to the one that is on", () => {
    const { body } = renderAs(community, snapshotOf(entries));
    expect(series(body, "ecs_container_cpu_usage_seconds_total")).toEqual({ "container_name=web": 1 });
    expect(series(body, "ecs_task_cpu_limit_vcpus")).toEqual({ "": 0.5 });
  });

  it("are one text whose families come in the dialects' order", () => {
    const { body } = renderAs({ dialects: ["ee", "taskvitals"] }, snapshotOf(entries));
    const names = readExposition(body, "text").map(({ name }) => name.slice(0, 3));
    expect([...new Set(names)]).toEqual(["ee_", "ecs"]);
    expect(names).toEqual([...names].sort((one, other) => (one === other ? 0 : one === "ee_" ? -1 : 1)));
  });
});

describe("ecs-exporter", () => {
  it("says what the task is", () => {
    const entry = taskEntry(
      point("task.status", 1, { type: "known", status: "RUNNING" }),
      point("task.status", 1, { type: "desired", status: "STOPPED" }),
    );
    expect(series(renderAs(community, snapshotOf([entry])).body, "ecs_task_metadata_info")).toEqual({
      "task_arn=arn/1 family=f revision=2 desired_status=STOPPED known_status=RUNNING": 1,
    });
  });
});

describe("an empty snapshot", () => {
  it("is an empty exposition", () => {
    expect(renderAs({}, snapshotOf([]))).toEqual({
      contentType: "text/plain; version=0.0.4; charset=utf-8",
      body: "",
      problems: [],
    });
    expect(renderAs({}, snapshotOf([]), "application/openmetrics-text")).toEqual({
      contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8",
      body: "# EOF\n",
      problems: [],
    });
  });
});

describe("points that are no metric of the catalogue", () => {
  it("are left out", () => {
    expect(renderAs({}, snapshotOf([taskEntry(point("task.of.tomorrow", 1))])).body).toBe("");
  });
});

describe("the configuration", () => {
  it("has defaults", () => {
    expect(prometheus.config.parse({})).toEqual({
      dialects: ["taskvitals", "ee"],
      timestamps: "off",
      internalContainers: "hide",
      labels: [],
    });
  });

  it.each([
    { dialects: [] },
    { dialects: ["ee", "ee"] },
    { dialects: ["docker"] },
    { timestamps: true },
    { internalContainers: "no" },
    { labels: [""] },
    { labels: ["a", "a"] },
    { label: [] },
  ])("refuses %j", (config) => {
    expect(prometheus.config.safeParse(config).success).toBe(false);
  });
});

describe("the definition", () => {
  it("is always on, at /metrics, and knows no other variants than its own", () => {
    expect(prometheus.detect().on).toBe(true);
    const output = prometheus.create(prometheus.config.parse({}));
    expect(output.path).toBe("/metrics");
    expect(output.render(snapshotOf([]), "no such thing").contentType).toContain("text/plain");
  });
});
