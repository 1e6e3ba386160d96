import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseContainerStats } from "../../src/formats/docker-stats/stats.ts";
import { parseEcsAgent, parseTaskStates } from "../../src/formats/ecs-introspection/agent.ts";
import { parseStats } from "../../src/formats/task-metadata/stats-document.ts";
import { parseTags, parseTask, parseTasks } from "../../src/formats/task-metadata/task-document.ts";
import { parseContainerEvent } from "../../src/inputs/docker-engine/container-event.ts";
import { parseInspection } from "../../src/inputs/docker-engine/inspection.ts";
import { parseListing } from "../../src/inputs/docker-engine/listing.ts";
import { jsonOf, type Subject } from "./subject.ts";

const given = join(import.meta.dirname, "../../src/inputs/docker-engine/cases");

/** The elements of a recorded list, each as the text of one answer. */
const each = (file: string): string[] => {
  const list: unknown[] = JSON.parse(readFileSync(join(given, file), "utf8"));
  return list.map((one) => JSON.stringify(one));
};

const lists = ["ecs-bridge-v2", "gpu", "health"].map((name) => `[${each(`${name}/given/list.json`).join(",")}]`);
const inspections = ["ecs-bridge-v2", "gpu", "health", "oom-killed"].flatMap((name) =>
  each(`${name}/given/inspect.json`),
);
const statistics = ["ecs-bridge-v1", "ecs-bridge-v2", "gpu"].flatMap((name) => each(`${name}/given/stats.json`));

const task = JSON.stringify({
  Cluster: "default",
  TaskARN: "arn:aws:ecs:eu-west-1:111122223333:task/default/0123456789abcdef0123456789abcdef",
  Family: "web",
  Revision: "7",
  ServiceName: "web",
  DesiredStatus: "RUNNING",
  KnownStatus: "RUNNING",
  Limits: { CPU: 0.25, Memory: 512 },
  PullStartedAt: "2026-01-01T00:00:00.123456789Z",
  AvailabilityZone: "eu-west-1a",
  LaunchType: "FARGATE",
  EphemeralStorageMetrics: { Utilized: 261, Reserved: 20496 },
  ClockDrift: { ClockErrorBound: 0.5, ClockSynchronizationStatus: "SYNCHRONIZED" },
  TaskTags: { team: "shop" },
  Errors: [{ ErrorField: "TaskTags", ErrorCode: "AccessDeniedException", ErrorMessage: "no" }],
  Containers: [
    {
      DockerId: "0123456789abcdef-1",
      Name: "app",
      DockerName: "app",
      Image: "shop/web:1",
      ImageID: "sha256:aa",
      Ports: [{ ContainerPort: 80, Protocol: "tcp", HostPort: 32768, HostIp: "0.0.0.0" }],
      Labels: { "com.amazonaws.ecs.cluster": "default" },
      KnownStatus: "RUNNING",
      ExitCode: 0,
      Limits: { CPU: 256, Memory: 512 },
      CreatedAt: "2026-01-01T00:00:00Z",
      StartedAt: "2026-01-01T00:00:01Z",
      Health: { status: "HEALTHY", statusSince: "2026-01-01T00:00:02Z", output: "ok" },
      RestartCount: 1,
      Networks: [{ NetworkMode: "awsvpc", IPv4Addresses: ["10.0.0.1"], IPv6Addresses: ["2001:db8::1"] }],
    },
  ],
});

const event = JSON.stringify({
  Type: "container",
  Action: "health_status: healthy",
  Actor: { ID: "0123456789ab", Attributes: { name: "app" } },
  time: 1772359500,
  timeNano: 1772359500123456800,
});

const introspection = JSON.stringify({
  Cluster: "shop",
  ContainerInstanceArn: "arn:aws:ecs:eu-west-1:111122223333:container-instance/shop/0123456789abcdef",
  Version: "Amazon ECS Agent - v1.105.1 (6e0e5f9c)",
  Tasks: [
    { Arn: "arn:aws:ecs:eu-west-1:111122223333:task/shop/0123", KnownStatus: "RUNNING", DesiredStatus: "RUNNING" },
  ],
});

const context = { launchType: undefined, networkMode: undefined };
const maps = statistics.map((sample) => `{"0123456789ab":${sample},"none":null}`);

const json = (name: string, corpus: readonly string[], parse: (raw: unknown) => unknown): Subject => ({
  name,
  form: "json",
  corpus,
  words: ['"Id":', '{"a":', "[1,2", '"":', "}]", "null,"],
  read: (input) => parse(jsonOf(input)),
  growth: 20,
});

/** What Docker Engine and the task metadata endpoint answer. */
export const engineSubjects: readonly Subject[] = [
  json("Docker's list", lists, parseListing),
  json("Docker's inspection", inspections, parseInspection),
  json("Docker's statistics", statistics, parseContainerStats),
  { ...json("Docker's event", [event], () => undefined), read: parseContainerEvent },
  json("task metadata", [task], (raw) => parseTask(raw, context)),
  json("tasks", [`[${task},${task}]`], (raw) => parseTasks(raw, context)),
  json("tags", [task], parseTags),
  json("the ECS agent", [introspection], (raw) => [parseEcsAgent(raw), [...(parseTaskStates(raw) ?? [])]]),
  json("task statistics", [...maps, `[${maps.join(",")}]`], (raw) => [...(parseStats(raw)?.samples ?? [])]),
];
