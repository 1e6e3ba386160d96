import { placeOf } from "../../src/app/where-am-i.ts";
import { configSchema } from "../../src/inputs/ecs-task-metadata/config.ts";
import { ecsTaskMetadata } from "../../src/inputs/ecs-task-metadata/index.ts";
import { openContainerBoard } from "../../src/pipeline/container-board.ts";
import { openRunner, type Runner } from "../../src/pipeline/runner.ts";
import { gunzip } from "../../src/platform/gzip.ts";
import type { KernelFiles } from "../../src/ports/files.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Problem } from "../../src/problems/problem.ts";
import type { TaskPlan } from "../../src/simulate/plan.ts";
import { type FakeClock, openFakeClock } from "../fake-clock.ts";
import { noKeepsake } from "../no-keepsake.ts";
import { noPlugins } from "../no-plugins.ts";
import { openCaseEndpoint } from "./case-endpoint.ts";
import type { Case } from "./case-file.ts";
import type { Outcome } from "./render.ts";

const nowhere = { ok: false, reason: "not-found", detail: "no such file" } as const;

const filesOf = ({ files, fileSystems }: Case): KernelFiles => ({
  readNow: () => ({ ok: false, reason: "not-found", detail: "" }),
  readText: async (path) => {
    const text = files[path];
    return text === undefined ? nowhere : { ok: true, text };
  },
  list: async () => [],
  isSocket: async () => false,
  fileSystem: async (path) => {
    const found = fileSystems[path];
    return found === undefined ? nowhere : { sizeBytes: found.size, usedBytes: found.used };
  },
});

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Runs a collection to its end, letting time pass only where something waits for it. */
const collect = async (runner: Runner, clock: FakeClock): Promise<void> => {
  let done = false;
  const collection = runner.collect().finally(() => {
    done = true;
  });
  await clock.advance(0);
  for (let turns = 0; !done; turns++) {
    if (turns > 1000) throw new Error("the collection waits for something that is not the clock");
    await clock.advance(clock.pending()[0] ?? 0);
  }
  await collection;
};

const intervalMs = 10_000;

/** Everything a case makes the whole chain from endpoint to snapshot do, one outcome a step. */
export const runCase = async (
  given: Case,
  plan: TaskPlan,
): Promise<{ readonly startMs: number; readonly outcomes: readonly Outcome[] }> => {
  const startMs = Date.UTC(2026, 0, 1, 12);
  const clock = openFakeClock({ nowMs: startMs });
  const endpoint = openCaseEndpoint(given, given.tasks ?? [plan], clock);
  const form = given.shape === "managed-daemon" ? given.shape : "auto";
  const place = placeOf({ environment: endpoint.environment, dockerSocketExists: false, form });
  let problems: readonly Problem[] = [];
  const input = ecsTaskMetadata.create(configSchema.parse(given.config), {
    place,
    clock,
    http: endpoint.http,
    files: filesOf(given),
    gunzip,
    plugins: noPlugins,
    containers: openContainerBoard(),
    keepsake: noKeepsake,
    log: silent,
  });
  const runner = openRunner({
    name: ecsTaskMetadata.name,
    input,
    clock,
    board: {
      update: (_owner, present) => {
        problems = present;
      },
      standing: () => [],
      forget: () => {},
    },
    deadlineMs: 0.9 * intervalMs,
    staleAfterMs: 3 * intervalMs,
    refreshMs: 10_000,
  });
  const outcomes: Outcome[] = [];
  for (const step of given.steps) {
    await clock.advance(startMs + step.at * 1000 - clock.now());
    endpoint.enter(step);
    await collect(runner, clock);
    outcomes.push({
      atSeconds: step.at,
      up: runner.health().up,
      entries: runner.entries(),
      problems,
      asked: endpoint.asked(),
    });
  }
  return { startMs, outcomes };
};
