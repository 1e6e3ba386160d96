import type { AppFamily } from "../../model/app-family.ts";
import type { ContainerIdentity, HostIdentity, TargetIdentity, TaskIdentity } from "../../model/identity.ts";
import type { Form } from "../../model/place.ts";
import {
  containerResource,
  hostResource,
  imageResource,
  type Resource,
  selfResource,
  targetResource,
  taskResource,
} from "../../model/resource.ts";
import type { Entry, InputHealth, Snapshot } from "../../model/snapshot.ts";
import { type PointTables, readPoints, type Series, writePoint } from "./point-row.ts";
import { createTable, entryOf, type Table } from "./table.ts";

/** A resource, its task by number. */
export type ResourceDocument =
  | { readonly scope: "task"; readonly task: number }
  | { readonly scope: "container"; readonly container: ContainerIdentity; readonly task?: number }
  | {
      readonly scope: "target";
      readonly target: TargetIdentity;
      readonly container: ContainerIdentity;
      readonly task?: number;
    }
  | { readonly scope: "image"; readonly image: string }
  | { readonly scope: "host"; readonly host: HostIdentity }
  | { readonly scope: "self" };

/** A snapshot as JSON: whatever stands in it many times (series, times, tasks) stands here once. */
export interface SnapshotDocument {
  readonly takenAtMs: number;
  readonly form: Form;
  readonly inputs: readonly InputHealth[];
  readonly tasks: readonly TaskIdentity[];
  readonly series: readonly Series[];
  readonly times: readonly number[];
  /** An app's own metrics stand as they are, after the points. */
  readonly entries: readonly (readonly [ResourceDocument, readonly number[], (readonly AppFamily[])?])[];
}

export type TaskTable = Table<TaskIdentity>;

export const resourceDocument = (resource: Resource, tasks: TaskTable): ResourceDocument => {
  const numberOf = (task: TaskIdentity): number => tasks.number(JSON.stringify(task), task);
  switch (resource.scope) {
    case "task":
      return { scope: "task", task: numberOf(resource.task) };
    case "container": {
      const { container, task } = resource;
      return { scope: "container", container, ...(task === undefined ? {} : { task: numberOf(task) }) };
    }
    case "target": {
      const { target, container, task } = resource;
      return { scope: "target", target, container, ...(task === undefined ? {} : { task: numberOf(task) }) };
    }
    case "host":
      return { scope: "host", host: resource.host };
    case "image":
      return { scope: "image", image: resource.image };
    case "self":
      return { scope: "self" };
  }
};

/** Throws on one that `resourceDocument` did not make. */
export const resourceOf = (document: ResourceDocument, tasks: readonly TaskIdentity[]): Resource => {
  switch (document.scope) {
    case "task":
      return taskResource(entryOf(tasks, document.task));
    case "container":
      return containerResource(
        document.container,
        document.task === undefined ? undefined : entryOf(tasks, document.task),
      );
    case "target":
      return targetResource(
        document.target,
        document.container,
        document.task === undefined ? undefined : entryOf(tasks, document.task),
      );
    case "host":
      return hostResource(document.host);
    case "image":
      return imageResource(document.image);
    case "self":
      return selfResource;
    default:
      throw new RangeError("A resource of no known scope");
  }
};

export const snapshotDocument = ({ takenAtMs, form, inputs, entries }: Snapshot): SnapshotDocument => {
  const tasks: TaskTable = createTable();
  const tables: PointTables = { series: createTable(), times: createTable() };
  const rows = entries.map(({ resource, points, families }): SnapshotDocument["entries"][number] => {
    const row: number[] = [];
    for (const point of points) writePoint(row, point, tables);
    const document = resourceDocument(resource, tasks);
    return families === undefined ? [document, row] : [document, row, families];
  });
  return {
    takenAtMs,
    form,
    inputs,
    tasks: tasks.values,
    series: tables.series.values,
    times: tables.times.values,
    entries: rows,
  };
};

/** Throws on a document that `snapshotDocument` did not make. */
export const snapshotOf = (document: SnapshotDocument): Snapshot => {
  const { takenAtMs, form, inputs, tasks, series, times } = document;
  const entries = document.entries.map(
    ([resource, row, families]): Entry => ({
      resource: resourceOf(resource, tasks),
      points: readPoints(row, series, times),
      ...(families === undefined ? {} : { families }),
    }),
  );
  if (typeof takenAtMs !== "number") throw new TypeError("A snapshot of no time");
  return { takenAtMs, form, inputs, entries };
};
