import type { AttributesOf, MetricId } from "../catalogue/catalogue.ts";
import type { Attributes, Point } from "../model/point.ts";
import { selfResource } from "../model/resource.ts";
import type { Entry } from "../model/snapshot.ts";
import type { OutputHealth } from "../ports/output-health.ts";
import type { ProcessUsage } from "../ports/process-usage.ts";
import type { ProblemBoard } from "./problem-board.ts";
import { countByCode } from "./problem-board.ts";
import type { Runner } from "./runner.ts";

/** What the agent tells of itself besides its inputs. */
export interface SelfFacts {
  readonly build: AttributesOf<"taskvitals.build">;
  /** Milliseconds since the epoch. */
  readonly startedMs: number;
  usage(): ProcessUsage;
  /** Bytes that readers fetched so far, by output. */
  exposedBytes(): ReadonlyMap<string, number>;
  /** Series of apps that outputs which others come to left out for being too many, by output. */
  appSeriesLeftOut(): ReadonlyMap<string, number>;
  /** How the outputs that send fare. */
  outputs(): readonly OutputHealth[];
  /** Left out where the configuration cannot change. */
  configuration?(): ConfigurationFacts | undefined;
}

/** New versions of the configuration since the start. */
export interface ConfigurationFacts {
  readonly applied: number;
  readonly refused: number;
  /** When the one in force came into force: milliseconds since the epoch. */
  readonly sinceMs: number;
}

type SelfId = Extract<MetricId, `taskvitals.${string}`>;

type Add = (metric: SelfId, value: number | undefined, attributes: Attributes) => void;

const inputPoints = (add: Add, runner: Runner, nowMs: number): void => {
  const input = { input: runner.name };
  const { up, durationMs, lastSuccessMs, newestSampleMs } = runner.health();
  const { collections, refused, errors } = runner.counts();
  add("taskvitals.input.up", up === undefined ? undefined : Number(up), input);
  add("taskvitals.input.duration", durationMs === undefined ? undefined : durationMs / 1000, input);
  add("taskvitals.input.collections", collections, input);
  add(
    "taskvitals.input.sample_age",
    newestSampleMs === undefined ? undefined : Math.max(0, nowMs - newestSampleMs) / 1000,
    input,
  );
  add("taskvitals.input.last_success_timestamp", lastSuccessMs === undefined ? undefined : lastSuccessMs / 1000, input);
  add("taskvitals.input.refused", refused, input);
  for (const [reason, number] of errors) add("taskvitals.input.errors", number, { ...input, reason });
};

const countedBy = (
  add: Add,
  metric: SelfId,
  counts: ReadonlyMap<string, number>,
  name: string,
  of: Attributes,
): void => {
  for (const [value, number] of counts) add(metric, number, { ...of, [name]: value });
};

const outputPoints = (add: Add, health: OutputHealth, nowMs: number): void => {
  const output = { output: health.name };
  const { queue, lastDeliveredMs } = health;
  add("taskvitals.output.points", health.acceptedPoints, output);
  countedBy(add, "taskvitals.output.lost_points", health.lostPoints, "reason", output);
  add("taskvitals.output.items", health.items, output);
  add("taskvitals.output.in_hand_items", health.inHand, output);
  add("taskvitals.output.returned_items", health.returned, output);
  add("taskvitals.output.delivered_items", health.delivered, output);
  add("taskvitals.output.duplicate_items", health.duplicates, output);
  add("taskvitals.output.retried_items", health.retried, output);
  countedBy(add, "taskvitals.output.dropped_items", health.dropped, "reason", output);
  countedBy(add, "taskvitals.output.refused_items", health.refused, "reason", output);
  add("taskvitals.output.app_series_left_out", health.appSeriesLeftOut, output);
  countedBy(add, "taskvitals.output.requests", health.requests, "outcome", output);
  add("taskvitals.output.sent", health.sentBytes, output);
  add("taskvitals.output.queue.records", queue.records, output);
  add("taskvitals.output.queue.points", queue.points, output);
  add("taskvitals.output.queue.size", queue.bytes, output);
  add(
    "taskvitals.output.queue.oldest_age",
    queue.oldestMs === undefined ? undefined : Math.max(0, nowMs - queue.oldestMs) / 1000,
    output,
  );
  add("taskvitals.output.queue.room", queue.roomSeconds, output);
  add("taskvitals.output.circuit", 1, { ...output, status: health.circuit });
  add(
    "taskvitals.output.last_delivery_timestamp",
    lastDeliveredMs === undefined ? undefined : lastDeliveredMs / 1000,
    output,
  );
};

/** The agent's own entry in the snapshot. */
export const selfEntry = (facts: SelfFacts, runners: readonly Runner[], board: ProblemBoard, nowMs: number): Entry => {
  const points: Point<SelfId>[] = [];
  const add = (metric: SelfId, value: number | undefined, attributes: Attributes = {}): void => {
    if (value !== undefined) points.push({ metric, value, attributes, atMs: nowMs });
  };
  const { cpuSeconds, residentBytes, heapUsedBytes } = facts.usage();
  add("taskvitals.build", 1, facts.build);
  add("taskvitals.start_timestamp", facts.startedMs / 1000);
  add("taskvitals.process.cpu_time", cpuSeconds);
  add("taskvitals.process.resident_memory", residentBytes);
  add("taskvitals.process.heap_used", heapUsedBytes);
  const configuration = facts.configuration?.();
  if (configuration !== undefined) {
    add("taskvitals.config.reloads", configuration.applied, { result: "applied" });
    add("taskvitals.config.reloads", configuration.refused, { result: "refused" });
    add("taskvitals.config.applied_timestamp", configuration.sinceMs / 1000);
  }
  for (const runner of runners) inputPoints(add, runner, nowMs);
  for (const [output, bytes] of facts.exposedBytes()) add("taskvitals.output.exposed", bytes, { output });
  for (const [output, series] of facts.appSeriesLeftOut())
    add("taskvitals.output.app_series_left_out", series, { output });
  for (const health of facts.outputs()) outputPoints(add, health, nowMs);
  for (const [code, number] of countByCode(board.standing())) add("taskvitals.problems", number, { code });
  return Object.freeze({ resource: selfResource, points: Object.freeze(points) });
};
