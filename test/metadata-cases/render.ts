import type { Point } from "../../src/model/point.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { Entry } from "../../src/model/snapshot.ts";
import type { Problem } from "../../src/problems/problem.ts";

const seconds = (ms: number): string => String(Number((ms / 1000).toFixed(6)));

const number = (value: number): string => String(Number(value.toPrecision(12)));

/** Seconds since the task's start, which is easier to follow than the epoch. */
const relative = (epochMs: number, startMs: number): string => `start+${seconds(epochMs - startMs)}`;

const attributes = (point: Point): string => {
  const pairs = Object.entries(point.attributes)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return pairs.length === 0 ? "" : `{${pairs.join(", ")}}`;
};

const line = (point: Point, startMs: number, nowMs: number): string => {
  const value = point.metric.endsWith("_timestamp") ? relative(point.value * 1000, startMs) : number(point.value);
  const at = point.atMs === nowMs ? "" : `  @${seconds(point.atMs - startMs)}`;
  const since = point.sinceMs === undefined ? "" : `  since ${seconds(point.sinceMs - startMs)}`;
  return `  ${point.metric}${attributes(point)} = ${value}${at}${since}`;
};

const title = (resource: Resource): string => {
  if (resource.scope === "task") return `task ${resource.task.family}:${resource.task.revision}`;
  if (resource.scope === "container") return `container ${resource.container.name}`;
  return resource.key;
};

const tags = (resource: Resource): readonly string[] =>
  resource.scope === "task" && resource.task.tags !== undefined
    ? [`  (tags ${JSON.stringify(resource.task.tags)})`]
    : [];

const service = (resource: Resource): readonly string[] =>
  resource.scope === "task" ? [`  (cluster ${resource.task.cluster}, service ${resource.task.service ?? "none"})`] : [];

export interface Outcome {
  readonly atSeconds: number;
  readonly up: boolean | undefined;
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
  readonly asked: readonly string[];
}

export interface RenderOptions {
  readonly startMs: number;
  readonly show: readonly string[];
}

const entryLines = (
  { resource, points }: Entry,
  nowMs: number,
  { startMs, show }: RenderOptions,
): readonly string[] => {
  const lines = points
    .filter(({ metric }) => show.some((wanted) => `${metric}$`.startsWith(wanted)))
    .map((point) => line(point, startMs, nowMs))
    .sort();
  return [title(resource), ...service(resource), ...tags(resource), ...lines];
};

/** One collection as lines that a person can read and a diff can compare. */
export const renderOutcome = (outcome: Outcome, options: RenderOptions): readonly string[] => {
  const { atSeconds, up, entries, problems, asked } = outcome;
  const nowMs = options.startMs + atSeconds * 1000;
  return [
    `== after ${atSeconds} s: ${up ? "up" : "down"}`,
    `asked ${
      asked.length === 0
        ? "nothing"
        : asked
            .map((path) => path || "(base)")
            .sort()
            .join(" ")
    }`,
    ...problems.map(({ code, subject, detail }) => `! ${code}: ${subject}${detail === "" ? "" : ` (${detail})`}`),
    ...entries.flatMap((entry) => entryLines(entry, nowMs, options)),
  ];
};
