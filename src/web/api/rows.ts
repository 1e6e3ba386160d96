import type { MetricId } from "../../catalogue/catalogue.ts";
import { imageReference } from "../../model/image-reference.ts";
import type { Attributes, Point } from "../../model/point.ts";
import { present } from "../../model/present.ts";
import { type ContainerResource, type TaskResource, taskKey } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { ContainerRow, Row, TaskRow } from "./contract.ts";

/** What points say of a row apart from figures. */
interface Facts {
  status?: string;
  desiredStatus?: string;
  health?: string;
  healthSinceMs?: number;
  exitCode?: number;
  oomKilled?: boolean;
  createdMs?: number;
  startedMs?: number;
  stoppedMs?: number;
  statsPath?: string;
  statsPathWhy?: string;
  readonly ports: ContainerRow["ports"];
}

type Reading = (facts: Facts, value: number, attributes: Attributes) => void;

const status: Reading = (facts, value, { type, status: word }) => {
  if (value !== 1 || word === undefined) return;
  if (type === "desired") facts.desiredStatus = word;
  else facts.status = word;
};

const portNumber = (text: string | undefined): number | undefined => {
  const number = Number(text);
  return text !== undefined && text !== "" && Number.isInteger(number) ? number : undefined;
};

type TimeName = "healthSinceMs" | "createdMs" | "startedMs" | "stoppedMs";

const time =
  (name: TimeName): Reading =>
  (facts, seconds) => {
    facts[name] = seconds * 1000;
  };

const health: Reading = (facts, value, { status: word }) => {
  if (value === 1 && word !== undefined) facts.health = word;
};

const exitCode: Reading = (facts, value) => {
  facts.exitCode = value;
};

const oomKilled: Reading = (facts, value) => {
  facts.oomKilled = value === 1;
};

const statsPath: Reading = (facts, _, { path, why }) => {
  Object.assign(facts, present({ statsPath: path, statsPathWhy: why }));
};

const published: Reading = (facts, _, { container_port, host_port, host_ip, protocol = "tcp" }) => {
  const containerPort = portNumber(container_port);
  if (containerPort === undefined) return;
  facts.ports.push({ containerPort, protocol, ...present({ hostPort: portNumber(host_port), hostIp: host_ip }) });
};

const table: Readonly<Partial<Record<MetricId, Reading>>> = {
  "task.status": status,
  "task.execution_stopped_timestamp": time("stoppedMs"),
  "container.status": status,
  "container.health.status": health,
  "container.health.since_timestamp": time("healthSinceMs"),
  "container.exit_code": exitCode,
  "container.oom_killed": oomKilled,
  "container.created_timestamp": time("createdMs"),
  "container.started_timestamp": time("startedMs"),
  "container.finished_timestamp": time("stoppedMs"),
  "container.stats_path": statsPath,
  "container.ports": published,
};

const readings: ReadonlyMap<string, Reading> = new Map(Object.entries(table));

const factsOf = (points: readonly Point[]): Facts => {
  const facts: Facts = { ports: [] };
  for (const { metric, value, attributes } of points) readings.get(metric)?.(facts, value, attributes);
  return facts;
};

/** Both kinds of row tell of the task. */
const placeOf = (task: TaskResource["task"] | undefined) => ({
  cluster: task?.cluster ?? "",
  service: task?.service ?? "",
  family: task?.family ?? "",
  revision: task?.revision ?? "",
  taskId: task?.id ?? "",
  ...present({
    taskArn: task?.arn,
    launchType: task?.launchType,
    networkMode: task?.networkMode,
    availabilityZone: task?.availabilityZone,
  }),
});

const containerRow = ({ key, container, task }: ContainerResource, points: readonly Point[]): ContainerRow => {
  const { status: word = "UNKNOWN", ports, ...facts } = factsOf(points);
  const image = container.image === undefined ? undefined : imageReference(container.image);
  return {
    kind: "container",
    key,
    name: container.name,
    ...placeOf(task),
    status: word,
    ...facts,
    containerId: container.id,
    ...present({
      parent: task === undefined ? undefined : taskKey(task),
      dockerName: container.dockerName,
      containerArn: container.arn,
      image: container.image,
      imageTag: image?.tag,
      imageDigest: image?.digest ?? container.imageId,
      type: container.type,
      labels: container.labels,
    }),
    ports,
  };
};

const isRunning = (word: string): boolean => word === "RUNNING";

/** A task's own start is not told: it is that of its first container that runs. */
const startOf = (containers: readonly ContainerRow[]): number | undefined => {
  const starts = containers.filter((one) => isRunning(one.status)).flatMap(({ startedMs }) => startedMs ?? []);
  return starts.length === 0 ? undefined : Math.min(...starts);
};

/** Docker tells no status of a task: it runs as long as one of its containers does. */
const statusOf = (containers: readonly ContainerRow[]): string => {
  if (containers.some((one) => isRunning(one.status))) return "RUNNING";
  return containers.length > 0 && containers.every((one) => one.status === "STOPPED") ? "STOPPED" : "UNKNOWN";
};

const taskRow = (
  { key, task }: TaskResource,
  points: readonly Point[],
  containers: readonly ContainerRow[],
): TaskRow => {
  const { status: told, desiredStatus, stoppedMs } = factsOf(points);
  return {
    kind: "task",
    key,
    name: task.family === "" ? task.id : task.family,
    ...placeOf(task),
    status: told ?? statusOf(containers),
    ...present({ desiredStatus, stoppedMs, startedMs: startOf(containers), labels: task.tags }),
  };
};

/** The row of an entry; `containers` are those of a task. Undefined for what is neither a task nor a container. */
export const rowOf = ({ resource, points }: Entry, containers: readonly ContainerRow[]): Row | undefined => {
  if (resource.scope === "container") return containerRow(resource, points);
  return resource.scope === "task" ? taskRow(resource, points, containers) : undefined;
};
