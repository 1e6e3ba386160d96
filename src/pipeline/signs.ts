import type { MetricId } from "../catalogue/catalogue.ts";
import type { Point } from "../model/point.ts";
import type { Entry } from "../model/snapshot.ts";

/** Where a task or container is in its life. */
type Stage = "coming" | "running" | "stopped";

/** What a snapshot tells of the life of a task or container; absent where it does not say. */
export interface Signs {
  readonly stage?: Stage;
  readonly startedMs?: number;
  readonly finishedMs?: number;
  readonly exitCode?: number;
  readonly restarts?: number;
  readonly oomKilled?: boolean;
  readonly oomEvents?: number;
  readonly health?: string;
  readonly healthSinceMs?: number;
}

/** A task that is being stopped still runs. */
const running: ReadonlySet<string> = new Set([
  "RUNNING",
  "RESOURCES_PROVISIONED",
  "PAUSED",
  "DEACTIVATING",
  "STOPPING",
]);
/** Docker's RESTARTING is the time between two runs. */
const stopped: ReadonlySet<string> = new Set(["STOPPED", "DEPROVISIONING", "RESTARTING"]);

const stageOf = ({ attributes: { type, status = "" } }: Point): Signs => {
  if (type !== "known") return {};
  if (running.has(status)) return { stage: "running" };
  return { stage: stopped.has(status) ? "stopped" : "coming" };
};

const readings: Partial<Record<MetricId, (point: Point) => Signs>> = {
  "task.status": stageOf,
  "task.execution_stopped_timestamp": ({ value }) => ({ finishedMs: value * 1000 }),
  "container.status": stageOf,
  "container.started_timestamp": ({ value }) => ({ startedMs: value * 1000 }),
  "container.finished_timestamp": ({ value }) => ({ finishedMs: value * 1000 }),
  "container.exit_code": ({ value }) => ({ exitCode: value }),
  "container.restarts": ({ value }) => ({ restarts: value }),
  "container.oom_killed": ({ value }) => ({ oomKilled: value === 1 }),
  "container.oom_events": ({ value }) => ({ oomEvents: value }),
  "container.health.status": ({ attributes }) => ({ health: attributes.status ?? "" }),
  "container.health.since_timestamp": ({ value }) => ({ healthSinceMs: value * 1000 }),
};

const byMetric: ReadonlyMap<string, (point: Point) => Signs> = new Map(Object.entries(readings));

/** The signs of life of a task or container, or none. */
export const signsOf = ({ points }: Entry): Signs => {
  const signs: Signs = {};
  for (const point of points) {
    const reading = byMetric.get(point.metric);
    if (reading !== undefined) Object.assign(signs, reading(point));
  }
  return signs;
};
