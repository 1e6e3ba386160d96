import { fieldsOf } from "../../formats/json-fields.ts";
import { parseStats, type StatsDocument } from "../../formats/task-metadata/stats-document.ts";
import {
  parseTask,
  parseTasks,
  type TaskContext,
  type TaskDocument,
} from "../../formats/task-metadata/task-document.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { Document, Refusal } from "./client.ts";

/** What one collection could read; undefined is what it could not, for the problem beside it. */
export interface Reading {
  readonly tasks: readonly TaskDocument[] | undefined;
  readonly stats: StatsDocument | undefined;
  readonly taskProblem: Problem | undefined;
  readonly statsProblem: Problem | undefined;
  /** Troubles of single elements. */
  readonly remarks: readonly Problem[];
  /** The endpoint asked to be asked less. */
  readonly throttled: Refusal | undefined;
}

/** A document decoded, or why there is none. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T; readonly remarks: readonly Problem[] }
  | { readonly ok: false; readonly refusal: Refusal };

const unfit = (url: string, detail: string): Decoded<never> => ({
  ok: false,
  refusal: { ok: false, problem: problem("metadata-not-json", url, detail), throttled: false, passing: false },
});

/** A proxy's JSON must not pass for a task: it has to say which one it is. */
export const decodeTask = (url: string, { json }: Document, context: TaskContext): Decoded<readonly TaskDocument[]> => {
  const task = parseTask(json, context);
  if (task !== undefined) return { ok: true, value: [task], remarks: [] };
  const { keys } = fieldsOf(json);
  return unfit(url, `no task in it, but ${keys.length === 0 ? typeof json : keys.slice(0, 5).join(", ")}`);
};

export const decodeTasks = (
  url: string,
  { json }: Document,
  context: TaskContext,
): Decoded<readonly TaskDocument[]> => {
  const parsed = parseTasks(json, context);
  if (parsed === undefined) return unfit(url, "no list of tasks");
  const { tasks, leftOut } = parsed;
  const remarks = leftOut === 0 ? [] : [problem("metadata-not-json", url, `${leftOut} elements are no tasks`)];
  return { ok: true, value: tasks, remarks };
};

export const decodeStats = (url: string, { json }: Document): Decoded<StatsDocument> => {
  const stats = parseStats(json);
  if (stats === undefined) return unfit(url, "no statistics in it");
  const { duplicates } = stats;
  const remarks = duplicates.length === 0 ? [] : [problem("stats-duplicate", url, duplicates.join(", "))];
  return { ok: true, value: stats, remarks };
};

export const readingOf = (tasks: Decoded<readonly TaskDocument[]>, stats: Decoded<StatsDocument>): Reading => {
  const refusals = [tasks, stats].flatMap((decoded) => (decoded.ok ? [] : [decoded.refusal]));
  return {
    tasks: tasks.ok ? tasks.value : undefined,
    stats: stats.ok ? stats.value : undefined,
    taskProblem: tasks.ok ? undefined : tasks.refusal.problem,
    statsProblem: stats.ok ? undefined : stats.refusal.problem,
    remarks: [tasks, stats].flatMap((decoded) => (decoded.ok ? decoded.remarks : [])),
    throttled: refusals.find(({ throttled }) => throttled),
  };
};
