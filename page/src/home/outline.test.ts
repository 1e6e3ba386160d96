import { describe, expect, test } from "vitest";
import type { ContainerRow, Row, TaskRow } from "../../../src/web/api/contract.ts";
import { tableFrom } from "../live/table.ts";
import { containersByTask } from "../vitals/relatives.ts";
import { sortOf } from "./columns.ts";
import { parseFilter } from "./filter/parse.ts";
import { opennessOf } from "./openness.ts";
import { outlineOf } from "./outline.ts";

const task = (key: string, service: string, part: Partial<TaskRow> = {}): TaskRow => ({
  kind: "task",
  key,
  name: key,
  cluster: "c",
  service,
  family: key,
  revision: "1",
  taskId: `id-${key}`,
  status: "RUNNING",
  ...part,
});

const container = (key: string, parent: TaskRow | undefined, part: Partial<ContainerRow> = {}): ContainerRow => ({
  kind: "container",
  key,
  name: key,
  cluster: "c",
  service: parent?.service ?? "",
  family: parent?.family ?? "",
  revision: "1",
  taskId: parent?.taskId ?? "",
  ...(parent && { parent: parent.key }),
  status: "RUNNING",
  containerId: `id-${key}`,
  ports: [],
  ...part,
});

const web1 = task("web1", "web");
const web2 = task("web2", "web");
const job = task("job", "");
const rows: Row[] = [
  job,
  web2,
  container("nginx", web1, { image: "nginx:1.27" }),
  web1,
  container("app", web1),
  container("pause", web1, { type: "CNI_PAUSE" }),
  container("app2", web2, { health: "UNHEALTHY" }),
  container("stray", undefined),
  task("api1", "api"),
];
const cpu = [0.5, 0.9, 0.1, 0.2, 0.3, 0.7, null, 0.05, 0.6];

const show = (question: { filter?: string; sort?: string; open?: string[] } = {}): string[] => {
  const table = tableFrom({
    agent: "a",
    takenAtMs: 0,
    pace: { intervalMs: 1000, sourceRefreshMs: 1000 },
    columns: ["cpuRatio"],
    rows: [...rows],
    values: [[...cpu]],
    happenings: [],
    troubles: [],
  });
  const { lines } = outlineOf({
    table,
    containersOf: containersByTask(table),
    terms: parseFilter(question.filter ?? "").terms,
    sort: sortOf(question.sort ?? ""),
    openness: opennessOf(question.open ?? ["none"], false),
    nowMs: 0,
  });
  return lines.map((line) => {
    if (line.kind === "group") return line.loose ? "# loose" : `# ${line.service}`;
    return `${line.kind === "container" && line.level === 3 ? "    " : "  "}${line.id}`;
  });
};

test("tasks stand below their services, those of none and what ECS did not start behind", () => {
  expect(show()).toEqual(["# api", "  api1", "# web", "  web1", "  web2", "# ", "  job", "# loose", "  stray"]);
});

test("an open task shows its containers, ECS's own ones last", () => {
  expect(show({ open: ["none", "web1"] }).slice(2, 7)).toEqual([
    "# web",
    "  web1",
    "    app",
    "    nginx",
    "    pause",
  ]);
  expect(show({ open: ["all", "-web1"] }).slice(2, 6)).toEqual(["# web", "  web1", "  web2", "    app2"]);
});

describe("sort", () => {
  test("by a figure: tasks in their group, groups by their first task, the unknown last", () => {
    expect(show({ sort: "-cpu" })).toEqual([
      "# web",
      "  web2",
      "  web1",
      "# api",
      "  api1",
      "# ",
      "  job",
      "# loose",
      "  stray",
    ]);
    expect(show({ sort: "cpu", open: ["all"] }).slice(0, 7)).toEqual([
      "# loose",
      "  stray",
      "# web",
      "  web1",
      "    nginx",
      "    app",
      "    pause",
    ]);
  });

  test("by state: trouble first", () => {
    expect(show({ sort: "state" }).slice(0, 3)).toEqual(["# web", "  web2", "  web1"]);
  });

  test("by something that isn't there: by name", () => {
    expect(show({ sort: "-nothing" })).toEqual(show());
  });
});

describe("filter", () => {
  test("a task that matches keeps its containers", () => {
    expect(show({ filter: "task:id-web1", open: ["all"] })).toEqual([
      "# web",
      "  web1",
      "    app",
      "    nginx",
      "    pause",
    ]);
  });

  test("a container that matches brings its task, opened, and not its neighbours", () => {
    expect(show({ filter: "image:nginx" })).toEqual(["# web", "  web1", "    nginx"]);
    expect(show({ filter: "health:unhealthy" })).toEqual(["# web", "  web2", "    app2"]);
  });

  test("what a dash excludes is gone from tasks that match", () => {
    expect(show({ filter: "service:web -nginx", open: ["all"] })).toEqual([
      "# web",
      "  web1",
      "    app",
      "    pause",
      "  web2",
      "    app2",
    ]);
  });

  test("figures", () => {
    expect(show({ filter: "cpu>80" })).toEqual(["# web", "  web2"]);
  });

  test("nothing that matches is nothing shown", () => {
    expect(show({ filter: "family:other" })).toEqual([]);
  });
});
