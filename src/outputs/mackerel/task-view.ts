import { mackerelLife } from "../../catalogue/names/mackerel-container.ts";
import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import { isInternal } from "../../model/internal-container.ts";
import type { Point } from "../../model/point.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Settings } from "./settings.ts";

/** Points of one resource by metric. */
export type Points = ReadonlyMap<string, readonly Point[]>;

export interface ContainerView {
  readonly container: ContainerIdentity;
  readonly points: Points;
  /** Its figures are to be expected. */
  readonly running: boolean;
}

/** A task with what is told of it; containers that are to be left out are not among `containers`. */
export interface TaskView {
  readonly task: TaskIdentity;
  readonly points: Points;
  readonly containers: readonly ContainerView[];
  /** It has come so far as to have a host. */
  readonly ready: boolean;
  /** It has not ended. */
  readonly alive: boolean;
}

const noPoints: Points = new Map();

const byMetric = (points: readonly Point[]): Points => Map.groupBy(points, ({ metric }) => metric);

/** The present word of a state metric; the known one where there is also a desired one. */
export const stateWord = (points: Points, metric: string): string | undefined =>
  points
    .get(metric)
    ?.find(({ value, attributes }) => value === 1 && (attributes.type === undefined || attributes.type === "known"))
    ?.attributes.status;

interface Members {
  readonly task: TaskIdentity;
  points: Points;
  readonly containers: ContainerView[];
}

/** A word that the source does not give counts as one of them. */
const isOneOf = (word: string | undefined, words: readonly string[]): boolean =>
  word === undefined || words.includes(word);

const isOver = (points: Points, metric: string): boolean => {
  const word = stateWord(points, metric);
  return word !== undefined && mackerelLife.after.includes(word);
};

const viewOf = ({ task, points, containers }: Members, settings: Settings): TaskView => {
  const word = stateWord(points, mackerelLife.task);
  return {
    task,
    points,
    containers: containers
      .filter(({ container }) => settings.internalContainers === "show" || !isInternal(container))
      .filter(({ container }) => !settings.ignores(container.name)),
    ready: word === undefined ? containers.some(({ running }) => running) : !mackerelLife.before.includes(word),
    alive:
      word === undefined
        ? containers.some((one) => !isOver(one.points, mackerelLife.container))
        : !mackerelLife.after.includes(word),
  };
};

/** The tasks of a snapshot, in its order. Containers without a task are no task's. */
export const tasksOf = (snapshot: Snapshot, settings: Settings): readonly TaskView[] => {
  const members = new Map<string, Members>();
  const membersOf = (task: TaskIdentity): Members => {
    let found = members.get(task.arn);
    if (found === undefined) {
      found = { task, points: noPoints, containers: [] };
      members.set(task.arn, found);
    }
    return found;
  };
  for (const { resource, points } of snapshot.entries) {
    if (resource.scope === "task") membersOf(resource.task).points = byMetric(points);
    if (resource.scope !== "container" || resource.task === undefined) continue;
    const own = byMetric(points);
    const running = isOneOf(stateWord(own, mackerelLife.container), mackerelLife.running);
    membersOf(resource.task).containers.push({ container: resource.container, points: own, running });
  }
  return [...members.values()].map((one) => viewOf(one, settings));
};
