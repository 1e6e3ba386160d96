import fc from "fast-check";
import { expect, it } from "vitest";
import { bodyOf, openOutput, selected } from "../../../test/datadog/open-output.ts";
import { daemonPlace } from "../../../test/datadog/snapshots.ts";
import { calls } from "../../../test/fakes/datadog/accept.ts";
import { openStore } from "../../../test/fakes/datadog/store.ts";
import { happeningKinds } from "../../model/happening.ts";
import { containerResource, imageResource, type Resource, taskResource } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Delivery } from "../../ports/push-output.ts";

const nowMs = Date.UTC(2026, 2, 1, 12);
const text = fc.string({ unit: "binary", maxLength: 60 });

const resources = fc.record({ text, other: text, third: text }).map(({ text: one, other, third }): Resource[] => {
  const task = {
    arn: one,
    id: other,
    cluster: third,
    family: one,
    revision: other,
    service: third,
    tags: { [one]: other },
  };
  const labels = { "com.datadoghq.ad.tags": one, "com.datadoghq.tags.env": other, team: third };
  const container = { id: one, name: other, image: third, labels };
  return [taskResource(task), containerResource(container, task), containerResource(container), imageResource(one)];
});

const snapshotOf = (all: readonly Resource[], attribute: string): Snapshot => ({
  takenAtMs: nowMs,
  form: "daemon",
  inputs: [{ name: "docker-engine", up: false }],
  entries: all.map((resource) => ({
    resource,
    points: [
      "container.cpu.time",
      "container.memory.rss",
      "container.network.receive",
      "task.network.receive",
      "container.health.status",
      "docker.containers.running",
    ].map((metric) => ({
      metric,
      value: 1,
      perSecond: 1,
      atMs: nowMs,
      attributes: { interface: attribute, status: attribute },
    })),
  })),
});

it("whatever things are called, Datadog takes it as it is sent", () => {
  const output = openOutput({
    place: daemonPlace,
    config: {
      dialects: ["docker", "ecs.fargate", "container", "taskvitals"],
      labelsAsTags: ["team"],
      events: [...happeningKinds],
    },
  });
  fc.assert(
    fc.property(resources, text, fc.constantFrom(...happeningKinds), (all, attribute, kind) => {
      const deliveries: readonly Delivery[] = [
        { kind: "snapshot", snapshot: snapshotOf(all, attribute) },
        {
          kind: "happenings",
          happenings: all.map((resource) => ({ kind, atMs: nowMs, resource, facts: { exit_code: attribute } })),
        },
      ];
      const store = openStore();
      for (const item of selected(output, deliveries)) {
        const payload = output.encode([item]);
        const call = calls[payload.path];
        expect(call?.accept(bodyOf(payload), store, nowMs / 1000)).toEqual({ ok: true });
      }
      expect([...store.remarks]).toEqual([]);
      expect(store.dropped).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
