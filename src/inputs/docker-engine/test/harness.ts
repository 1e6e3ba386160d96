import { mkdtemp, rm } from "node:fs/promises";
// biome-ignore lint/style/noRestrictedImports: a unix socket needs a folder
import { tmpdir } from "node:os";
// biome-ignore lint/style/noRestrictedImports: a unix socket needs a folder
import { join } from "node:path";
import { noKeepsake } from "../../../../test/no-keepsake.ts";
import { noPlugins } from "../../../../test/no-plugins.ts";
import type { Place } from "../../../model/place.ts";
import { type Point, pointKey } from "../../../model/point.ts";
import { containerResource, type Resource } from "../../../model/resource.ts";
// biome-ignore lint/style/noRestrictedImports: what is recorded is read as the pipeline would
import { openContainerBoard } from "../../../pipeline/container-board.ts";
// biome-ignore lint/style/noRestrictedImports: what is recorded is read as the pipeline would
import { openRecorder } from "../../../pipeline/recorder.ts";
// biome-ignore lint/style/noRestrictedImports: real sockets
import { systemClock } from "../../../platform/clock.ts";
// biome-ignore lint/style/noRestrictedImports: real sockets
import { gunzip } from "../../../platform/gzip.ts";
// biome-ignore lint/style/noRestrictedImports: real sockets
import { nodeHttpClient } from "../../../platform/http-client.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ContainerBoard } from "../../../ports/container-board.ts";
import type { KernelFiles } from "../../../ports/files.ts";
import type { HttpClient } from "../../../ports/http-client.ts";
import type { CollectContext, Collected } from "../../../ports/input.ts";
import type { Log } from "../../../ports/log.ts";
import type { Problem } from "../../../problems/problem.ts";
import { configSchema, type DockerEngineConfig } from "../config.ts";
import { dockerEngine } from "../index.ts";
import { containerId } from "./fake-container.ts";
import { type FakeEngine, type FakeEngineOptions, openFakeEngine } from "./fake-engine.ts";
import { treeFiles } from "./host-tree.ts";

const silence: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const daemonPlace: Place = { form: "daemon", launchType: "EC2", reasons: [] };

interface Entry {
  readonly resource: Resource;
  readonly points: readonly Point[];
}

/** What one collection came to. */
export interface Look {
  readonly outcome: Collected;
  readonly reports: readonly Problem[];
  readonly entries: ReadonlyMap<string, Entry>;
  /** The point of a fake container; `attributes` must be all of its. */
  point(container: number, metric: string, attributes?: Readonly<Record<string, string>>): Point | undefined;
  value(container: number, metric: string, attributes?: Readonly<Record<string, string>>): number | undefined;
  /** Value of the attribute `status`. */
  status(container: number, metric?: string): string | undefined;
  /** How many containers have the metric. */
  count(metric: string): number;
}

export interface SubjectOptions {
  readonly config?: Partial<DockerEngineConfig>;
  readonly http?: HttpClient;
  readonly clock?: Clock;
  readonly place?: Place;
  readonly board?: ContainerBoard;
  /** Of the host; none when left out. */
  readonly files?: KernelFiles;
}

/** The input, and a way to look at what it records. */
export const openSubject = (options: SubjectOptions) => {
  const {
    config = {},
    http,
    clock = systemClock,
    place = daemonPlace,
    board = openContainerBoard(),
    files = treeFiles({}),
  } = options;
  const client = http ?? nodeHttpClient();
  const input = dockerEngine.create(configSchema.parse(config), {
    place,
    clock,
    http: client,
    files,
    gunzip,
    plugins: noPlugins,
    containers: board,
    keepsake: noKeepsake,
    log: silence,
  });
  return {
    input,
    collect: async (signal = new AbortController().signal, more: Pick<CollectContext, "extra"> = {}): Promise<Look> => {
      const nowMs = clock.now();
      const recording = openRecorder(nowMs);
      const reports: Problem[] = [];
      const outcome = await input.collect({
        recorder: recording.recorder,
        signal,
        nowMs,
        report: (found) => reports.push(found),
        ...more,
      });
      const entries: ReadonlyMap<string, Entry> = recording.close().drafts;
      const points = (container: number): readonly Point[] =>
        entries.get(containerResource({ id: containerId(container), name: "" }).key)?.points ?? [];
      const point: Look["point"] = (container, metric, attributes = {}) =>
        points(container).find((one) => pointKey(one.metric, one.attributes) === pointKey(metric, attributes));
      return {
        outcome,
        reports,
        entries,
        point,
        value: (...of) => point(...of)?.value,
        status: (container, metric = "container.status") =>
          points(container).find((one) => one.metric === metric)?.attributes.status,
        count: (metric) =>
          [...entries.values()].filter((entry) => entry.points.some((p) => p.metric === metric)).length,
      };
    },
    close: async (): Promise<void> => {
      await input.stop?.();
      await client.close();
    },
  };
};

export interface Bench extends AsyncDisposable {
  readonly engine: FakeEngine;
  readonly subject: ReturnType<typeof openSubject>;
}

/** A fake engine on a unix socket (or TCP), and the input that looks at it. */
export const openBench = async (
  engineOptions: Partial<FakeEngineOptions> = {},
  subjectOptions: SubjectOptions = {},
): Promise<Bench> => {
  const folder = await mkdtemp(join(tmpdir(), "taskvitals-docker-"));
  const engine = await openFakeEngine({ listen: { socketPath: join(folder, "docker.sock") }, ...engineOptions });
  const subject = openSubject({
    ...subjectOptions,
    config: { host: engine.host, introspection: "off", ...subjectOptions.config },
  });
  return {
    engine,
    subject,
    [Symbol.asyncDispose]: async () => {
      await subject.close();
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
