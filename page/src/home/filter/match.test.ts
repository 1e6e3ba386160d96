import { expect, test } from "vitest";
import type { ColumnId, ContainerRow, TaskRow } from "../../../../src/web/api/contract.ts";
import { judge, type Subject } from "./match.ts";
import { parseFilter } from "./parse.ts";

const shared = {
  key: "k",
  cluster: "prod",
  service: "web",
  family: "web",
  revision: "12",
  taskId: "0123abcd",
  status: "RUNNING",
  startedMs: 1000,
} as const;
const task: TaskRow = { kind: "task", name: "web", ...shared, launchType: "FARGATE", labels: { team: "a b" } };
const container: ContainerRow = {
  kind: "container",
  ...shared,
  name: "nginx",
  parent: "k",
  containerId: "ffee",
  image: "repo/nginx:1.27",
  imageTag: "1.27",
  health: "UNHEALTHY",
  exitCode: 137,
  ports: [],
};

const subject = (row: Subject["row"], figures: Partial<Record<ColumnId, number>> = {}): Subject => ({
  row,
  stateWords: row.kind === "container" ? ["unhealthy"] : ["running"],
  nowMs: 61_000,
  figure: (column) => figures[column] ?? null,
});

const verdict = (text: string, row: Subject["row"], figures?: Partial<Record<ColumnId, number>>) =>
  judge(parseFilter(text).terms, subject(row, figures));

test.each([
  ["", "match"],
  ["WEB", "match"],
  ["family:we", "match"],
  ["family=we", "miss"],
  ["cluster:prod service:web", "match"],
  ["task:0123", "match"],
  ["revision:1", "match"],
  ["revision:2", "miss"],
  ["launch:fargate", "match"],
  ['label:"team=a b"', "match"],
  ["status:running", "match"],
  ["status:stopped", "miss"],
  ["-status:running", "excluded"],
  ["-status:stopped", "match"],
  ["age>30", "match"],
  ["age>2m", "miss"],
  ["cpu>80", "match"],
  ["cpu>0.5vcpu", "miss"],
  ["cpu=85", "match"],
  ["mem>50", "miss"],
  ["-mem>50", "match"],
])("a task and %s: %s", (text, expected) => {
  expect(verdict(text, task, { cpuRatio: 0.851, cpu: 0.4 })).toBe(expected);
});

test.each([
  ["image:1.27", "match"],
  ["image:nginx -image:1.27", "excluded"],
  ["health:unhealthy", "match"],
  ["health:healthy", "miss"],
  ["-health:healthy", "match"],
  ["container:ngi", "match"],
  ["exit=137", "match"],
  ["exit>200", "miss"],
])("a container and %s: %s", (text, expected) => {
  expect(verdict(text, container)).toBe(expected);
});

test("what only containers have is not for the task to answer, one way or the other", () => {
  for (const text of ["image:nginx", "-image:nginx", "-health:healthy", "exit=0"])
    expect(verdict(text, task)).toBe("miss");
});
