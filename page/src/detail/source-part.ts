import type { Row } from "../../../src/web/api/contract.ts";

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

const fieldOf = (value: unknown, name: string): unknown => entriesOf(value).find(([key]) => key === name)?.[1];

/** Of `/task/stats`: the container's entry, or those of all of the task's containers. Undefined: there is none. */
export const statsPart = (document: unknown, containerIds: readonly string[]): unknown => {
  const found = entriesOf(document).filter(([id]) => containerIds.includes(id));
  if (found.length === 0) return undefined;
  return found.length === 1 ? found[0]?.[1] : Object.fromEntries(found);
};

const tasksIn = (document: unknown): readonly unknown[] => {
  const several = Array.isArray(document) ? document : fieldOf(document, "Tasks");
  return Array.isArray(several) ? several : [document];
};

/** Of `/task`: the task, or the container in it. Undefined: there is none. */
export const taskPart = (document: unknown, row: Row): unknown => {
  const tasks = tasksIn(document);
  if (row.kind === "task") {
    return tasks.find((task) => row.taskArn !== undefined && fieldOf(task, "TaskARN") === row.taskArn);
  }
  return tasks
    .flatMap((task): readonly unknown[] => {
      const containers = fieldOf(task, "Containers");
      return Array.isArray(containers) ? containers : [];
    })
    .find((container) => fieldOf(container, "DockerId") === row.containerId);
};
