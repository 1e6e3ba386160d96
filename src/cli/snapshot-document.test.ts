import { expect, it } from "vitest";
import { containerEntry, sampleMs, snapshotOf, task, taskEntry } from "../../test/cli/sample.ts";
import { imageResource, selfResource, targetResource } from "../model/resource.ts";
import { problem } from "../problems/problem.ts";
import { snapshotDocument } from "./snapshot-document.ts";

it("puts containers into their tasks, with the unit of every value", () => {
  const web = task("web");
  const snapshot = snapshotOf([
    taskEntry(web, { "task.memory.limit": 1024 }),
    containerEntry({ name: "nginx", task: web, values: { "container.cpu.usage": 0.25 } }),
    containerEntry({ name: "loose" }),
    {
      resource: targetResource(
        { id: "t1", kind: "prometheus", name: "shop", slot: 1 },
        { id: "c1", name: "nginx" },
        web,
      ),
      points: [{ metric: "target.up", value: 1, attributes: {}, atMs: sampleMs }],
      families: [{ name: "up", kind: "gauge", samples: [{ labels: {}, value: 1, atMs: sampleMs }] }],
    },
    { resource: imageResource("nginx:1"), points: [] },
    { resource: selfResource, points: [] },
  ]);
  const document = snapshotDocument(snapshot, [problem("stats-missing", "nginx", "once")]);
  expect(document).toMatchObject({
    takenAtMs: sampleMs,
    form: "sidecar",
    tasks: [{ family: "web", revision: "3", containers: [{ name: "nginx", id: "nginx-id" }] }],
    containers: [{ name: "loose" }],
    targets: [
      {
        name: "shop",
        slot: 1,
        container: "c1",
        task: web.arn,
        metrics: [{ metric: "target.up", value: 1 }],
        families: [{ name: "up" }],
      },
    ],
    images: [{ image: "nginx:1" }],
    agent: { metrics: [] },
    problems: [{ code: "stats-missing", severity: "warning", subject: "nginx", detail: "once" }],
  });
  expect(document.tasks[0]?.metrics).toContainEqual({
    metric: "task.memory.limit",
    value: 1024,
    unit: "By",
    attributes: {},
    atMs: sampleMs,
  });
  expect(document.tasks[0]?.containers[0]?.metrics).toContainEqual(
    expect.objectContaining({ metric: "container.cpu.usage", value: 0.25, unit: "{vcpu}" }),
  );
});
