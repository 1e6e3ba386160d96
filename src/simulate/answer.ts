import type { StatsFault } from "./faults.ts";
import type { ContainerMoment, TaskMoment } from "./moment.ts";
import { containerV3, containerV4 } from "./shapes/container-metadata.ts";
import type { Json } from "./shapes/json-text.ts";
import { containerStats } from "./shapes/stats.ts";
import { taskOfInstance, taskV3, taskV4, taskWithTags } from "./shapes/task-metadata.ts";
import type { Place, TaskSource } from "./source.ts";
import { befallStats } from "./stats-faults.ts";

/** What the endpoint knows while it answers one request. */
export interface Scene {
  readonly source: TaskSource;
  readonly directory: ReadonlyMap<string, Place>;
  readonly nowMs: number;
  readonly statsFaults: readonly StatsFault[];
  readonly tagsRefused: boolean;
}

export interface Answer {
  readonly status: number;
  /** Absent: no such route, which the router says in plain text. */
  readonly json?: Json;
}

type Version = "v2" | "v3" | "v4";

const ok = (json: Json): Answer => ({ status: 200, json });
const noRoute: Answer = { status: 404 };

/** Errors are JSON too: a bare string. */
const failed = (status: number, sentence: string): Answer => ({ status, json: sentence });

const statsOf = (scene: Scene, task: number, moment: TaskMoment, container: ContainerMoment, version: Version): Json =>
  befallStats(containerStats(moment, container, version), scene.statsFaults, task, container.plan.name);

/** The map of a task: a container's id to its statistics. */
const taskStats = (scene: Scene, task: number, version: Version): Json => {
  const moment = scene.source.moment(task, scene.nowMs);
  return Object.fromEntries(
    moment.containers.map((container) => [container.ids.dockerId, statsOf(scene, task, moment, container, version)]),
  );
};

/** One container's statistics: an error unless it runs. Before its first reading v4 of the ECS agent has `{}`. */
const oneStats = (scene: Scene, { task, container: name }: Place, version: Version): Answer => {
  const moment = scene.source.moment(task, scene.nowMs);
  const container = moment.containers.find(({ plan }) => plan.name === name);
  const stats = container?.phase === "running" ? statsOf(scene, task, moment, container, version) : undefined;
  const found = stats !== undefined && stats !== null;
  return found ? ok(stats) : failed(version === "v4" ? 500 : 400, `no statistics of container ${name}`);
};

const oneContainer = (scene: Scene, { task, container: name }: Place, version: Version): Answer => {
  const moment = scene.source.moment(task, scene.nowMs);
  const container = moment.containers.find(({ plan }) => plan.name === name);
  if (container === undefined) return failed(500, `no metadata of container ${name}`);
  return ok(version === "v4" ? containerV4(moment, container) : containerV3(moment, container, version));
};

const allTasks = ({ source, nowMs }: Scene): TaskMoment[] =>
  Array.from({ length: source.count }, (_, task) => source.moment(task, nowMs));

/** `/tasks` and `/tasks/stats`: routed on Managed Instances only, and for managed daemons. */
const instanceWide = (scene: Scene, { task }: Place, resource: string): Answer => {
  const { shape, isDaemon } = scene.source.moment(task, scene.nowMs);
  if (shape.launchType !== "MANAGED_INSTANCES") return noRoute;
  if (!isDaemon) return failed(404, "this task is no managed daemon");
  return ok(
    resource === "/tasks"
      ? allTasks(scene).map(taskOfInstance)
      : allTasks(scene).map((_, index) => taskStats(scene, index, "v4")),
  );
};

const ofTask = (scene: Scene, task: number, version: Version, withTags: boolean): Answer => {
  const moment = scene.source.moment(task, scene.nowMs);
  if (withTags) return ok(taskWithTags(moment, scene.tagsRefused, version));
  return ok(version === "v4" ? taskV4(moment) : taskV3(moment, version));
};

/** A document of v3 or v4, by what follows the container's base address. */
const versioned = (scene: Scene, version: "v3" | "v4", endpointId: string, resource: string): Answer => {
  const place = scene.directory.get(endpointId);
  const isStats = resource.endsWith("/stats");
  const routed = ["", "/task", "/taskWithTags", "/stats", "/task/stats"].includes(resource);
  const instance = version === "v4" && (resource === "/tasks" || resource === "/tasks/stats");
  if (!routed && !instance) return noRoute;
  if (place === undefined) {
    const status = version === "v4" ? 404 : isStats ? 400 : 500;
    return failed(status, `${version}: no container has the endpoint id ${endpointId}`);
  }
  if (instance) return instanceWide(scene, place, resource);
  if (resource === "/task/stats") return ok(taskStats(scene, place.task, version));
  if (resource === "/stats") return oneStats(scene, place, version);
  if (resource === "") return oneContainer(scene, place, version);
  return ofTask(scene, place.task, version, resource === "/taskWithTags");
};

/** v2 finds the task by the caller's address, which awsvpc tasks alone have; here it is always the first one. */
const second = (scene: Scene, resource: string, dockerId: string): Answer => {
  const moment = scene.source.moment(0, scene.nowMs);
  if (moment.shape.networkMode !== "awsvpc") return failed(400, "unable to associate ip with task");
  if (dockerId === "") {
    if (resource === "stats") return ok(taskStats(scene, 0, "v2"));
    return ofTask(scene, 0, "v2", resource === "metadataWithTags");
  }
  const container = moment.containers.find(({ ids }) => ids.dockerId === dockerId);
  if (container === undefined) return failed(400, `v2: the task has no container ${dockerId}`);
  const place = { task: 0, container: container.plan.name };
  return resource === "stats" ? oneStats(scene, place, "v2") : oneContainer(scene, place, "v2");
};

/** The document at a path, or what the endpoint says instead. Pure but for the source. */
export const answer = (scene: Scene, path: string): Answer => {
  const modern = /^\/(v3|v4)\/([^/]+)(\/.*)?$/.exec(path);
  if (modern !== null) {
    const [, version, endpointId = "", resource = ""] = modern;
    return versioned(scene, version === "v3" ? "v3" : "v4", endpointId, resource);
  }
  const old = /^\/v2\/(metadata|metadataWithTags|stats)(?:\/([^/]*))?$/.exec(path);
  return old === null ? noRoute : second(scene, old[1] ?? "", old[2] ?? "");
};
