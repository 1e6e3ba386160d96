import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { TaskPlan } from "./plan.ts";
import { scriptedMoment } from "./scripted.ts";
import { type Json, jsonText } from "./shapes/json-text.ts";
import { type Shape, shapes } from "./shapes/shape.ts";
import { containerStats } from "./shapes/stats.ts";
import { taskV4 } from "./shapes/task-metadata.ts";

/** Real recordings, where they lie beside the project; without them the other tests stand for the shapes. */
const folder = new URL("../../../shared/fixtures/ecs-metadata/", import.meta.url);
const recorded = existsSync(folder);

/** The task that was recorded, in its outlines: one container that ended, two that run. */
const plan: TaskPlan = {
  family: "shop",
  service: "shop",
  cpu: 0.25,
  memoryMib: 512,
  containers: [
    {
      name: "once",
      essential: false,
      exits: { afterMs: 17, exitCode: 0 },
      volumes: [{ source: "/a", destination: "/b" }],
    },
    { name: "exporter", ports: [9779], logDriver: "awslogs", load: { rxBytesPerMs: 5 } },
    { name: "store", volumes: [{ name: "data", source: "/var/lib/docker/volumes/data/_data", destination: "/data" }] },
  ],
};

/** EC2's recording is of a task without limits, Fargate's of one without a service or volumes. */
const ec2Plan: TaskPlan = { family: plan.family, service: "shop", containers: plan.containers };
const fargatePlan: TaskPlan = {
  family: plan.family,
  cpu: 0.25,
  memoryMib: 512,
  containers: plan.containers.map(({ volumes: _, ...container }) => container),
};

/** Every path of keys in a document: lists as `[]`, keys that are ids as `*`. */
const paths = (json: unknown, at = ""): string[] => {
  if (Array.isArray(json)) return [at, ...json.flatMap((element) => paths(element, `${at}[]`))];
  if (typeof json !== "object" || json === null) return [at];
  return [
    at,
    ...Object.entries(json).flatMap(([key, value]) =>
      paths(value, `${at}.${/^[0-9a-f]{32,}(-\d+)?$/.test(key) ? "*" : key}`),
    ),
  ];
};

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

const ours = (shape: Shape, of: TaskPlan): { task: unknown; stats: unknown } => {
  const startedAtMs = Date.UTC(2026, 0, 5, 12);
  const moment = scriptedMoment({ shape, plan: of, startedAtMs }, startedAtMs + 60_000);
  const stats: Json = Object.fromEntries(
    moment.containers.map((one) => [one.ids.dockerId, containerStats(moment, one, "v4")]),
  );
  return { task: JSON.parse(jsonText(taskV4(moment))), stats: JSON.parse(jsonText(stats)) };
};

const differences = (real: unknown, made: unknown): { missing: string[]; unknown: string[] } => {
  const [theirs, mine] = [new Set(paths(real)), new Set(paths(made))];
  return {
    missing: [...theirs].filter((path) => !mine.has(path)).sort(),
    unknown: [...mine].filter((path) => !theirs.has(path)).sort(),
  };
};

const compareWithRecordings = (): void => {
  test("EC2 in bridge mode, the task: only the newer agent's word on fault injection is more", () => {
    const { task } = ours(shapes["ec2-bridge"], ec2Plan);
    expect(differences(read("ec2_task_metadata.json"), task)).toEqual({
      missing: [],
      unknown: [".FaultInjectionEnabled"],
    });
  });

  test("EC2 in bridge mode, the statistics", () => {
    const { stats } = ours(shapes["ec2-bridge"], ec2Plan);
    expect(differences(read("ec2_task_stats.json"), stats)).toEqual({ missing: [], unknown: [] });
  });

  test("Fargate, the task", () => {
    const { task } = ours(shapes.fargate, fargatePlan);
    expect(differences(read("fargate_task_metadata.json"), task)).toEqual({ missing: [], unknown: [] });
  });

  test("Fargate, the statistics", () => {
    const { stats } = ours(shapes.fargate, fargatePlan);
    expect(differences(read("fargate_task_stats.json"), stats)).toEqual({ missing: [], unknown: [] });
  });
};

if (recorded) describe("keys of real recordings", compareWithRecordings);

test("key paths show lists, and ids as what they are", () => {
  expect(paths({ a: [{ b: 1 }], ["0".repeat(32)]: null })).toEqual(["", ".a", ".a[]", ".a[].b", ".*"]);
});
