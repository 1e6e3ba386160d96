import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { isMetricId } from "../catalogue/catalogue.ts";
import { pointKey } from "../model/point.ts";
import { problem } from "../problems/problem.ts";
import { openProblemBoard } from "./problem-board.ts";
import { type SelfFacts, selfEntry } from "./self.ts";
import { rememberingLog } from "./test/remembering-log.ts";
import { stillRunner } from "./test/still-runner.ts";
import { startMs } from "./test/world.ts";

const facts: SelfFacts = {
  build: { version: "1.2.3", node: "v26.0.0", form: "sidecar" },
  startedMs: startMs,
  usage: () => ({ cpuSeconds: 1.5, residentBytes: 60e6, heapUsedBytes: 20e6 }),
  exposedBytes: () => new Map([["prometheus", 4096]]),
  appSeriesLeftOut: () => new Map([["prometheus-apps", 7]]),
  outputs: () => [
    {
      name: "datadog",
      acceptedPoints: 100,
      lostPoints: new Map([["full", 4]]),
      items: 90,
      inHand: 5,
      returned: 0,
      delivered: 80,
      duplicates: 1,
      retried: 6,
      dropped: new Map([["too-old", 2]]),
      refused: new Map([["bad", 3]]),
      requests: new Map([["accepted", 8]]),
      appSeriesLeftOut: 9,
      sentBytes: 5000,
      queue: { records: 2, points: 20, bytes: 300, oldestMs: startMs + 30_000, roomSeconds: 3600 },
      circuit: "open",
      lastDeliveredMs: startMs + 10_000,
      problems: [],
    },
  ],
};

const nowMs = startMs + 60_000;

const runners = [
  stillRunner(
    {
      name: "ecs",
      up: false,
      durationMs: 250,
      lastSuccessMs: startMs + 50_000,
      newestSampleMs: startMs + 45_000,
    },
    { collections: 7, refused: 2, errors: new Map([["metadata-timeout", 3]]) },
  ),
  stillRunner({ name: "docker", up: undefined }),
];

const values = (): ReadonlyMap<string, number> => {
  const board = openProblemBoard(openFakeClock(), rememberingLog());
  board.update("ecs", [problem("stats-missing", "a"), problem("stats-missing", "b")]);
  const { points } = selfEntry(facts, runners, board, nowMs);
  return new Map(points.map(({ metric, attributes, value }) => [pointKey(metric, attributes), value]));
};

describe("the agent's own entry", () => {
  it.each([
    ["taskvitals.build", facts.build, 1],
    ["taskvitals.start_timestamp", {}, startMs / 1000],
    ["taskvitals.output.points", { output: "datadog" }, 100],
    ["taskvitals.output.lost_points", { output: "datadog", reason: "full" }, 4],
    ["taskvitals.output.delivered_items", { output: "datadog" }, 80],
    ["taskvitals.output.dropped_items", { output: "datadog", reason: "too-old" }, 2],
    ["taskvitals.output.refused_items", { output: "datadog", reason: "bad" }, 3],
    ["taskvitals.output.requests", { output: "datadog", outcome: "accepted" }, 8],
    ["taskvitals.output.queue.oldest_age", { output: "datadog" }, 30],
    ["taskvitals.output.queue.room", { output: "datadog" }, 3600],
    ["taskvitals.output.app_series_left_out", { output: "datadog" }, 9],
    ["taskvitals.output.app_series_left_out", { output: "prometheus-apps" }, 7],
    ["taskvitals.output.circuit", { output: "datadog", status: "open" }, 1],
    ["taskvitals.output.last_delivery_timestamp", { output: "datadog" }, startMs / 1000 + 10],
    ["taskvitals.process.cpu_time", {}, 1.5],
    ["taskvitals.process.resident_memory", {}, 60e6],
    ["taskvitals.process.heap_used", {}, 20e6],
    ["taskvitals.input.up", { input: "ecs" }, 0],
    ["taskvitals.input.duration", { input: "ecs" }, 0.25],
    ["taskvitals.input.collections", { input: "ecs" }, 7],
    ["taskvitals.input.sample_age", { input: "ecs" }, 15],
    ["taskvitals.input.last_success_timestamp", { input: "ecs" }, (startMs + 50_000) / 1000],
    ["taskvitals.input.refused", { input: "ecs" }, 2],
    ["taskvitals.input.errors", { input: "ecs", reason: "metadata-timeout" }, 3],
    ["taskvitals.input.collections", { input: "docker" }, 0],
    ["taskvitals.output.exposed", { output: "prometheus" }, 4096],
    ["taskvitals.problems", { code: "stats-missing" }, 2],
  ])("tells %s %o", (metric, attributes, value) => {
    expect(values().get(pointKey(metric, attributes))).toBe(value);
  });

  it("tells nothing of an input that has not collected yet but that it has not", () => {
    const ofDocker = [...values().keys()].filter((key) => key.includes("docker"));
    expect(ofDocker).toEqual([
      pointKey("taskvitals.input.collections", { input: "docker" }),
      pointKey("taskvitals.input.refused", { input: "docker" }),
    ]);
  });

  it("has catalogue metrics only, stamped with the time of the snapshot", () => {
    const board = openProblemBoard(openFakeClock(), rememberingLog());
    const { points } = selfEntry(facts, runners, board, nowMs);
    expect(points.filter(({ metric, atMs }) => !isMetricId(metric) || atMs !== nowMs)).toEqual([]);
  });

  it("has no sample from the future", () => {
    const ahead = stillRunner({ name: "ecs", up: true, newestSampleMs: nowMs + 2000 });
    const { points } = selfEntry(facts, [ahead], openProblemBoard(openFakeClock(), rememberingLog()), nowMs);
    expect(points.find(({ metric }) => metric === "taskvitals.input.sample_age")?.value).toBe(0);
  });
});
