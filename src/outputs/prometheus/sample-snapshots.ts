import { catalogue, type MetricId, metricIds } from "../../catalogue/catalogue.ts";
import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import type { Attributes, Point } from "../../model/point.ts";
import { containerResource, imageResource, type Resource, selfResource, taskResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";

/** Snapshots for tests and benches: 2026-03-01T12:00:00Z, sampled 2.5 s before. */
const takenAtMs = Date.UTC(2026, 2, 1, 12);
const sampledAtMs = takenAtMs - 2500;

const at = (metric: MetricId, value: number, attributes: Attributes = {}, atMs = sampledAtMs): Point<MetricId> => ({
  metric,
  value,
  attributes,
  atMs,
});

const taskOf = (id: string, more: Partial<TaskIdentity> = {}): TaskIdentity => ({
  arn: `arn:aws:ecs:eu-central-1:111122223333:task/shop/${id}`,
  id,
  cluster: "shop",
  clusterArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/shop",
  family: "web",
  revision: "7",
  service: "web",
  launchType: "FARGATE",
  networkMode: "awsvpc",
  availabilityZone: "eu-central-1a",
  ...more,
});

const hexId = (digit: string): string => digit.repeat(64);

const figures = (prefix: "task" | "container", scale: number): readonly Point<MetricId>[] => [
  at(`${prefix}.cpu.time`, 12.5 * scale),
  at(`${prefix}.cpu.usage`, 0.05 * scale),
  at(`${prefix}.memory.usage`, 50_000_000 * scale),
  at(`${prefix}.memory.cache`, 20_000_000 * scale),
  at(`${prefix}.memory.working_set`, 40_000_000 * scale),
  at(`${prefix}.disk.read`, 4096 * scale),
  at(`${prefix}.disk.written`, 8192 * scale),
];

const io = (prefix: "task" | "container", name: string, scale: number): readonly Point<MetricId>[] => [
  at(`${prefix}.network.receive`, 1000 * scale, { interface: name }),
  at(`${prefix}.network.transmit`, 500 * scale, { interface: name }),
  at(`${prefix}.network.receive.packets`, 10 * scale, { interface: name }),
  at(`${prefix}.network.transmit.packets`, 5 * scale, { interface: name }),
];

const status = (scope: "task" | "container", known: string, desired = "RUNNING"): readonly Point<MetricId>[] => [
  at(`${scope}.status`, 1, { type: "known", status: known }, takenAtMs),
  at(`${scope}.status`, 1, { type: "desired", status: desired }, takenAtMs),
];

const containerEntry = (
  container: ContainerIdentity,
  task: TaskIdentity | undefined,
  points: readonly Point<MetricId>[],
): Entry => ({
  resource: containerResource(container, task),
  points: [at("container.info", 1, { docker_id: container.id, image: container.image ?? "" }, takenAtMs), ...points],
});

const self: Entry = {
  resource: selfResource,
  points: [
    at("taskvitals.build", 1, { version: "0.1.0", node: "26.0.0", form: "sidecar" }, takenAtMs),
    at("taskvitals.input.up", 1, { input: "ecs-task-metadata" }, takenAtMs),
    at("taskvitals.problems", 1, { code: "stats-missing" }, takenAtMs),
  ],
};

const inputs = [{ name: "ecs-task-metadata", up: true, durationMs: 12, lastSuccessMs: takenAtMs }] as const;

/** One task: two containers that run, one that has stopped. Network counters are the task's. */
export const fargateSnapshot = (): Snapshot => {
  const task = taskOf("0f1e2d3c4b5a69788796a5b4c3d2e1f0");
  return {
    takenAtMs,
    form: "sidecar",
    inputs,
    entries: [
      {
        resource: taskResource(task),
        points: [
          at("task.info", 1, { task_arn: task.arn, launch_type: "FARGATE", network_mode: "awsvpc" }, takenAtMs),
          ...status("task", "RUNNING"),
          at("task.cpu.limit", 0.5),
          at("task.memory.limit", 1_073_741_824),
          ...figures("task", 3),
          ...io("task", "eth1", 7),
          at("task.disk.reads_completed", 3),
          at("task.disk.writes_completed", 4),
          at("task.ephemeral_storage.used", 262_144_000),
          at("task.ephemeral_storage.allocated", 21_474_836_480),
          at("task.image_pull.start_timestamp", 1_772_362_000.25),
          at("task.image_pull.stop_timestamp", 1_772_362_009.5),
          at("task.containers", 2, { status: "RUNNING" }),
          at("task.containers", 1, { status: "STOPPED" }),
        ],
      },
      containerEntry({ id: `${task.id}-1111111111`, name: "web", image: "nginx:1.27", type: "NORMAL" }, task, [
        ...status("container", "RUNNING"),
        at("container.health.status", 1, { status: "HEALTHY" }, takenAtMs),
        at("container.started_timestamp", 1_772_362_010),
        at("container.memory.limit", 1_073_741_824),
        ...figures("container", 1),
        at("container.disk.reads_completed", 1),
        at("container.disk.writes_completed", 2),
      ]),
      containerEntry({ id: `${task.id}-2222222222`, name: "worker", image: "worker@sha256:00ff" }, task, [
        ...status("container", "RUNNING"),
        at("container.started_timestamp", 1_772_362_011.75),
        at("container.restarts", 2),
        ...figures("container", 2),
      ]),
      containerEntry({ id: `${task.id}-3333333333`, name: "migrate" }, task, [
        ...status("container", "STOPPED", "STOPPED"),
        at("container.started_timestamp", 1_772_362_008),
        at("container.finished_timestamp", 1_772_362_009),
        at("container.exit_code", 3),
      ]),
      self,
    ],
  };
};

/** One task on EC2 without limits: each container has an `eth0` of its own; ECS added a pause container. */
export const bridgeSnapshot = (): Snapshot => {
  const task = taskOf("aa11bb22", { launchType: "EC2", networkMode: "bridge", family: "api", revision: "12" });
  return {
    takenAtMs,
    form: "sidecar",
    inputs: [{ name: "ecs-task-metadata", up: false }],
    entries: [
      {
        resource: taskResource(task),
        points: [
          ...status("task", "RUNNING"),
          ...figures("task", 3),
          ...io("task", "eth0", 3),
          ...io("task", "eth1", 10),
        ],
      },
      containerEntry({ id: hexId("a"), name: "api", type: "NORMAL" }, task, [
        ...status("container", "RUNNING"),
        at("container.ports", 1, { container_port: "8080", host_port: "32768", host_ip: "0.0.0.0", protocol: "tcp" }),
        at("container.ports", 1, { container_port: "8080", host_port: "32768", host_ip: "::", protocol: "tcp" }),
        ...figures("container", 1),
        ...io("container", "eth0", 1),
        ...io("container", "eth1", 10),
      ]),
      containerEntry({ id: hexId("b"), name: "proxy", type: "NORMAL" }, task, [
        // A status word that no version of ECS has had yet.
        at("container.status", 1, { type: "known", status: "HIBERNATING" }, takenAtMs),
        ...figures("container", 2),
        ...io("container", "eth0", 2),
      ]),
      containerEntry({ id: hexId("c"), name: "~internal~ecs~pause", type: "CNI_PAUSE" }, task, [
        ...status("container", "RESOURCES_PROVISIONED"),
        at("container.started_timestamp", 1_772_370_000),
        ...figures("container", 0),
      ]),
      self,
    ],
  };
};

/** An instance with two tasks of one family, a container that ECS did not start, and counts per image. */
export const daemonSnapshot = (): Snapshot => {
  const tasks = ["first", "second"].map((id) => taskOf(id, { launchType: "EC2", tags: { team: `${id} team` } }));
  return {
    takenAtMs,
    form: "daemon",
    inputs: [
      { name: "docker-engine", up: true },
      { name: "ecs-task-metadata", up: undefined },
    ],
    entries: [
      ...tasks.flatMap((task, index) => [
        {
          resource: taskResource(task),
          points: [...status("task", "RUNNING"), ...figures("task", index + 1), ...io("task", "eth0", index + 1)],
        },
        containerEntry(
          {
            id: hexId(`${index}`),
            name: "web",
            type: "NORMAL",
            labels: { team: "a \\ b", "com.example.cost-centre": 'say "42"\nor 43' },
          },
          task,
          [...status("container", "RUNNING"), ...figures("container", index + 1)],
        ),
      ]),
      containerEntry({ id: hexId("f"), name: "registry-mirror", dockerName: "registry-mirror" }, undefined, [
        ...figures("container", 5),
        ...io("container", "eth0", 5),
      ]),
      {
        resource: imageResource("nginx:1.27"),
        points: [at("docker.containers.running", 2), at("docker.containers.stopped", 1)],
      },
      self,
    ],
  };
};

const sampleAttributes = (metric: MetricId): readonly Attributes[] => {
  let combinations: readonly Readonly<Record<string, string>>[] = [{}];
  for (const [name, { values }] of Object.entries(catalogue[metric].attributes ?? {})) {
    const choices = catalogue[metric].kind === "state" && name === "status" ? values?.slice(0, 1) : values;
    combinations = combinations.flatMap((before) =>
      (choices ?? [`some-${name}`]).map((value) => ({ ...before, [name]: value })),
    );
  }
  return combinations;
};

/** Every metric of the catalogue with every value its attributes are known to have, on one resource a scope. */
export const everyMetricSnapshot = (containers = 1): Snapshot => {
  const task = taskOf("every", { networkMode: "bridge", region: "eu-central-1", account: "111122223333" });
  const resources: readonly Resource[] = [
    taskResource(task),
    ...Array.from({ length: containers }, (_, index) =>
      containerResource({ id: `every-${index}`, name: `container-${index}` }, task),
    ),
    imageResource("nginx:1.27"),
    selfResource,
  ];
  return {
    takenAtMs,
    form: "sidecar",
    inputs,
    entries: resources.map((resource) => ({
      resource,
      points: metricIds
        .filter((metric) => catalogue[metric].scope === resource.scope)
        .flatMap((metric, place) =>
          sampleAttributes(metric).map((attributes, choice) => {
            const { kind } = catalogue[metric];
            const value = kind === "info" || kind === "state" ? 1 : (place + 1) * 1000 + choice + 0.125;
            return at(metric, value, attributes);
          }),
        ),
    })),
  };
};
