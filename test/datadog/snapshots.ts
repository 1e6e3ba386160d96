import { join } from "node:path";
import { dockerEngine } from "../../src/inputs/docker-engine/index.ts";
import type { Form, Place } from "../../src/model/place.ts";
import { selfResource } from "../../src/model/resource.ts";
import type { Entry, InputHealth, Snapshot } from "../../src/model/snapshot.ts";
import { openContainerBoard } from "../../src/pipeline/container-board.ts";
import { openRunner } from "../../src/pipeline/runner.ts";
import { gunzip } from "../../src/platform/gzip.ts";
import type { Log } from "../../src/ports/log.ts";
import { openFakeClock } from "../fake-clock.ts";
import { readCase, readPlan } from "../metadata-cases/case-file.ts";
import { runCase } from "../metadata-cases/run-case.ts";
import { noKeepsake } from "../no-keepsake.ts";
import { noPlugins } from "../no-plugins.ts";
import { dockerHost } from "./docker-host.ts";

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Figures of an agent's own. */
const self = (takenAtMs: number): Entry => ({
  resource: selfResource,
  points: [{ metric: "taskvitals.process.resident_memory", value: 6e7, attributes: {}, atMs: takenAtMs }],
});

const snapshot = (
  takenAtMs: number,
  form: Form,
  entries: readonly Entry[],
  inputs: readonly InputHealth[],
): Snapshot => ({ takenAtMs, form, entries: [...entries, self(takenAtMs)], inputs });

const inputFolder = join(import.meta.dirname, "../../src/inputs/ecs-task-metadata/cases");

/** A sidecar's snapshots of a task, by a case of the task metadata input, through the whole chain. */
export const taskSnapshots = async (name: string): Promise<readonly Snapshot[]> => {
  const given = await readCase(join(inputFolder, name, "case.yaml"));
  const { startMs, outcomes } = await runCase(given, await readPlan(join(inputFolder, "plan.yaml")));
  return outcomes.map(({ atSeconds, entries, up }) =>
    snapshot(startMs + atSeconds * 1000, "sidecar", entries, [{ name: "ecs-task-metadata", up }]),
  );
};

export const daemonPlace: Place = { form: "daemon", launchType: "EC2", reasons: [] };

/** A daemon's two snapshots of an instance on EC2, ten seconds apart, through the whole chain. */
export const daemonSnapshots = async (): Promise<readonly Snapshot[]> => {
  const clock = openFakeClock({ nowMs: Date.UTC(2026, 2, 1, 10, 5) });
  const http = dockerHost(clock.now);
  const files = {
    readText: async () => ({ ok: false, reason: "not-found", detail: "" }) as const,
    readNow: () => ({ ok: false, reason: "not-found", detail: "" }) as const,
    list: async () => [],
    isSocket: async () => true,
    fileSystem: async () => ({ ok: false, reason: "not-found", detail: "" }) as const,
  };
  const input = dockerEngine.create(dockerEngine.config.parse({}), {
    place: daemonPlace,
    clock,
    http,
    files,
    gunzip,
    plugins: noPlugins,
    containers: openContainerBoard(),
    keepsake: noKeepsake,
    log: silent,
  });
  const runner = openRunner({
    name: dockerEngine.name,
    input,
    clock,
    board: { update: () => {}, standing: () => [], forget: () => {} },
    deadlineMs: 9000,
    staleAfterMs: 30_000,
    refreshMs: 10_000,
  });
  const taken: Snapshot[] = [];
  for (const waitMs of [0, 10_000]) {
    await clock.advance(waitMs);
    await runner.collect();
    taken.push(snapshot(clock.now(), "daemon", runner.entries(), [runner.health()]));
  }
  return taken;
};
