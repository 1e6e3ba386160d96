import type { Agent } from "../../app/compose.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { Runner } from "../../pipeline/runner.ts";
import { age } from "../table/amounts.ts";

type SeeingRunner = Pick<Runner, "name" | "health" | "entries">;

const numbered = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;

const seen = (runner: SeeingRunner): string => {
  const scopes = runner.entries().map(({ resource }) => resource.scope);
  const of = (scope: string): number => scopes.filter((one) => one === scope).length;
  if (scopes.length === 0) return "nothing";
  if (of("target") > 0) return numbered(of("target"), "target");
  return `${numbered(of("task"), "task")}, ${numbered(of("container"), "container")}`;
};

/** How many containers' figures came by which way, and why by no better one. */
const pathLines = (runner: SeeingRunner): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { points } of runner.entries()) {
    for (const { metric, attributes } of points) {
      if (metric !== "container.stats_path") continue;
      const way = attributes.why === undefined ? `${attributes.path}.` : `${attributes.path}. ${attributes.why}`;
      counts.set(way, (counts.get(way) ?? 0) + 1);
    }
  }
  return [...counts].map(([way, count]) => `${runner.name}: figures of ${numbered(count, "container")} by ${way}`);
};

const mostTargets = 20;

const targetLine = (runner: SeeingRunner, { resource, points }: Entry): readonly string[] => {
  if (resource.scope !== "target") return [];
  const value = (metric: string) => points.find((point) => point.metric === metric)?.value;
  const { kind, name, slot, address = "" } = resource.target;
  const up = value("target.up");
  const state =
    up === undefined ? "not read yet" : up === 1 ? numbered(value("target.samples") ?? 0, "sample") : "failed";
  return [`${runner.name}: ${name} (slot ${slot}), ${kind} at ${address}: ${state}`];
};

/** Where apps' own metrics are read, and whether they came. */
const targetLines = (runner: SeeingRunner): readonly string[] => {
  const lines = runner.entries().flatMap((entry) => targetLine(runner, entry));
  const more = lines.length - mostTargets;
  return more <= 0 ? lines : [...lines.slice(0, mostTargets), `${runner.name}: and ${numbered(more, "target")} more`];
};

const stateLine = (runner: SeeingRunner): string => {
  const { up, durationMs } = runner.health();
  const took = durationMs === undefined ? "" : ` in ${Math.round(durationMs)} ms`;
  if (up === undefined) return `${runner.name}: did not end its collection in time`;
  return up ? `${runner.name}: sees ${seen(runner)}${took}` : `${runner.name}: failed${took}, sees ${seen(runner)}`;
};

/** How each input that is on fares. */
export const inputLines = ({ runners }: { readonly runners: readonly SeeingRunner[] }): readonly string[] =>
  runners.flatMap((runner) => [stateLine(runner), ...pathLines(runner), ...targetLines(runner)]);

const taskClock = ({ snapshots }: Agent): readonly string[] =>
  snapshots.current().entries.flatMap(({ resource, points }) => {
    if (resource.scope !== "task") return [];
    const synchronized = points.find(({ metric }) => metric === "task.clock.synchronized")?.value;
    if (synchronized === undefined) return [];
    const bound = points.find(({ metric }) => metric === "task.clock.error_bound")?.value;
    const error = bound === undefined ? "" : `, off by ${(bound * 1000).toFixed(1)} ms at the most`;
    return [`task ${resource.task.id}: ${synchronized === 1 ? "synchronized" : "not synchronized"}${error}`];
  });

/** How old the newest samples are by the sources' own clocks, and what ECS says of the task's clock. */
export const clockLines = (agent: Agent, nowMs: number): readonly string[] => {
  const ages = agent.runners.flatMap((runner) => {
    const { newestSampleMs } = runner.health();
    if (newestSampleMs === undefined) return [];
    const oldMs = nowMs - newestSampleMs;
    const told = oldMs < -1000 ? `${age(-oldMs)} ahead of this clock` : `${age(oldMs)} old`;
    return [`${runner.name}: its newest sample is ${told}`];
  });
  return [`this machine: ${new Date(nowMs).toISOString()}`, ...ages, ...taskClock(agent)];
};
