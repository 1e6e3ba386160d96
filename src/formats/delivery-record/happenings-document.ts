import type { Happening, HappeningKind } from "../../model/happening.ts";
import type { TaskIdentity } from "../../model/identity.ts";
import { type ResourceDocument, resourceDocument, resourceOf, type TaskTable } from "./snapshot-document.ts";
import { createTable } from "./table.ts";

/** Happenings as JSON, each task once. */
export interface HappeningsDocument {
  readonly tasks: readonly TaskIdentity[];
  readonly happenings: readonly {
    readonly kind: HappeningKind;
    readonly atMs: number;
    readonly resource: ResourceDocument;
    readonly facts: Readonly<Record<string, string>>;
  }[];
}

export const happeningsDocument = (happenings: readonly Happening[]): HappeningsDocument => {
  const tasks: TaskTable = createTable();
  const documents = happenings.map(({ kind, atMs, resource, facts }) => ({
    kind,
    atMs,
    resource: resourceDocument(resource, tasks),
    facts,
  }));
  return { tasks: tasks.values, happenings: documents };
};

/** Throws on a document that `happeningsDocument` did not make. */
export const happeningsOf = ({ tasks, happenings }: HappeningsDocument): readonly Happening[] =>
  happenings.map(({ kind, atMs, resource, facts }) => ({ kind, atMs, resource: resourceOf(resource, tasks), facts }));
