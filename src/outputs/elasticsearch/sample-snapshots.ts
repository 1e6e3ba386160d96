import type { MetricId } from "../../catalogue/catalogue.ts";
import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import type { Attributes, Point } from "../../model/point.ts";
import { containerResource, imageResource, selfResource, taskResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";

/** Snapshots for tests: 2026-03-01T12:00:00Z, sampled 2.5 s before. */
const takenAtMs = Date.UTC(2026, 2, 1, 12);
const sampledAtMs = takenAtMs - 2500;

interface More {
  readonly perSecond?: number;
  readonly atMs?: number;
}

const at = (metric: MetricId, value: number, attributes: Attributes = {}, more: More = {}): Point<MetricId> => ({
  metric,
  value,
  attributes,
  atMs: sampledAtMs,
  ...more,
});

const counter = (metric: MetricId, value: number, perSecond: number, attributes: Attributes = {}) =>
  at(metric, value, attributes, { perSecond });

const now = { atMs: takenAtMs };

const status = (scope: "task" | "container", known: string, desired = "RUNNING"): readonly Point<MetricId>[] => [
  at(`${scope}.status`, 0, { type: "known", status: "PENDING" }, now),
  at(`${scope}.status`, 1, { type: "known", status: known }, now),
  at(`${scope}.status`, 1, { type: "desired", status: desired }, now),
];

const network = (scope: "task" | "container", name: string): readonly Point<MetricId>[] => [
  counter(`${scope}.network.receive`, 1_000_000, 2048, { interface: name }),
  counter(`${scope}.network.receive.packets`, 1000, 4, { interface: name }),
  counter(`${scope}.network.receive.errors`, 1, 0, { interface: name }),
  counter(`${scope}.network.receive.packets_dropped`, 2, 0, { interface: name }),
  counter(`${scope}.network.transmit`, 500_000, 1024, { interface: name }),
  counter(`${scope}.network.transmit.packets`, 500, 2, { interface: name }),
  counter(`${scope}.network.transmit.errors`, 0, 0, { interface: name }),
  counter(`${scope}.network.transmit.packets_dropped`, 0, 0, { interface: name }),
];

const mebibyte = 1_048_576;

const running = (cgroup: "v1" | "v2"): readonly Point<MetricId>[] => [
  ...status("container", "RUNNING"),
  at("container.created_timestamp", takenAtMs / 1000 - 425),
  at("container.started_timestamp", takenAtMs / 1000 - 420),
  at("container.cpu.online", 2),
  counter("container.cpu.time", 12.5, 0.25),
  counter("container.cpu.mode_time", 10, 0.2, { mode: "user" }),
  counter("container.cpu.mode_time", 2.5, 0.05, { mode: "kernel" }),
  at("container.cpu.usage", 0.25),
  at("container.cpu.utilization", 0.5),
  at("container.memory.usage", 128 * mebibyte),
  at("container.memory.working_set", 96 * mebibyte),
  at("container.memory.cache", 48 * mebibyte),
  at("container.memory.rss", 64 * mebibyte),
  at("container.memory.mapped_file", 8 * mebibyte),
  counter("container.memory.page_faults", 900, 9, { type: "minor" }),
  counter("container.memory.page_faults", 100, 1, { type: "major" }),
  counter("container.disk.read", 4096, 1024),
  counter("container.disk.written", 8192, 2048),
  ...(cgroup === "v1"
    ? [
        at("container.memory.max_usage", 160 * mebibyte),
        counter("container.memory.failures", 3, 0),
        counter("container.disk.reads_completed", 4, 1.5),
        counter("container.disk.writes_completed", 8, 2.5),
      ]
    : []),
];

const taskOf = (id: string, more: Partial<TaskIdentity>): TaskIdentity => ({
  arn: `arn:aws:ecs:eu-central-1:111122223333:task/shop/${id}`,
  id,
  cluster: "shop",
  clusterArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/shop",
  family: "web",
  revision: "7",
  service: "web",
  availabilityZone: "eu-central-1a",
  region: "eu-central-1",
  account: "111122223333",
  ...more,
});

const containerEntry = (
  container: ContainerIdentity,
  task: TaskIdentity | undefined,
  points: readonly Point<MetricId>[],
): Entry => ({ resource: containerResource(container, task), points });

const self: Entry = {
  resource: selfResource,
  points: [at("taskvitals.build", 1, { version: "0.1.0", node: "26.0.0", form: "sidecar" }, now)],
};

/** A task on Fargate, cgroup v2: a container with a limit of its own, one without, one that has ended. */
export const fargateSnapshot = (): Snapshot => {
  const task = taskOf("0f1e2d3c4b5a69788796a5b4c3d2e1f0", { launchType: "FARGATE", networkMode: "awsvpc" });
  return {
    takenAtMs,
    form: "sidecar",
    inputs: [{ name: "ecs-task-metadata", up: true }],
    entries: [
      {
        resource: taskResource(task),
        points: [
          ...status("task", "RUNNING"),
          at("task.cpu.limit", 0.5),
          at("task.memory.limit", 512 * mebibyte),
          at("task.cpu.usage", 0.5),
          at("task.ephemeral_storage.used", 250 * mebibyte),
          at("task.ephemeral_storage.allocated", 20_480 * mebibyte),
          at("task.volume.used", 1000, { mount: "/data" }),
          at("task.volume.size", 4000, { mount: "/data" }),
          at("task.containers", 2, { status: "RUNNING" }),
          at("task.containers", 1, { status: "STOPPED" }),
          ...network("task", "eth1"),
        ],
      },
      containerEntry(
        {
          id: `${task.id}-1111111111`,
          name: "web",
          dockerName: "ecs-web-7-web-abc",
          image: "nginx:1.27",
          type: "NORMAL",
          labels: {
            "com.amazonaws.ecs.cluster": task.clusterArn ?? "",
            "com.amazonaws.ecs.task-definition-family": "web",
            "com.example.team": "shop",
          },
        },
        task,
        [
          ...running("v2"),
          at("container.health.status", 1, { status: "HEALTHY" }, now),
          at("container.health.since_timestamp", takenAtMs / 1000 - 400),
          at("container.memory.limit", 256 * mebibyte),
          at("container.memory.utilization", 0.375),
        ],
      ),
      containerEntry({ id: `${task.id}-2222222222`, name: "worker", image: "worker@sha256:00ff" }, task, [
        ...running("v2"),
        at("container.memory.limit", 512 * mebibyte),
        at("container.restarts", 2),
      ]),
      containerEntry({ id: `${task.id}-3333333333`, name: "migrate" }, task, [
        ...status("container", "STOPPED", "STOPPED"),
        at("container.exit_code", 3),
      ]),
      self,
    ],
  };
};

/** An EC2 instance, cgroup v1: a task in bridge mode with its pause container, and a container that ECS did not start. */
export const ec2Snapshot = (): Snapshot => {
  const task = taskOf("aa11bb22", { launchType: "EC2", networkMode: "bridge", family: "api", revision: "12" });
  return {
    takenAtMs,
    form: "daemon",
    inputs: [{ name: "docker-engine", up: true }],
    entries: [
      { resource: taskResource(task), points: [...status("task", "RUNNING"), ...network("task", "eth0")] },
      containerEntry(
        { id: "a".repeat(64), name: "api", dockerName: "ecs-api-12-api-d0d0", image: "api:12", type: "NORMAL" },
        task,
        [...running("v1"), ...network("container", "eth0"), at("container.memory.limit", 256 * mebibyte)],
      ),
      containerEntry({ id: "c".repeat(64), name: "~internal~ecs~pause", type: "CNI_PAUSE" }, task, [
        ...status("container", "RESOURCES_PROVISIONED"),
        at("container.cpu.usage", 0),
      ]),
      containerEntry({ id: "f".repeat(64), name: "mirror", dockerName: "mirror", image: "registry:2" }, undefined, [
        ...running("v1"),
        ...network("container", "eth0"),
      ]),
      {
        resource: imageResource("api:12"),
        points: [at("docker.containers.running", 1), at("docker.containers.stopped", 0)],
      },
      self,
    ],
  };
};
