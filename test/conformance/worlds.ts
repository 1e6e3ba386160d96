import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeOf } from "../../src/app/where-am-i.ts";
import { fakeContainer } from "../../src/inputs/docker-engine/test/fake-container.ts";
import { openFakeEngine } from "../../src/inputs/docker-engine/test/fake-engine.ts";
import type { Place } from "../../src/model/place.ts";
import { openContainerBoard } from "../../src/pipeline/container-board.ts";
import { openRecorder } from "../../src/pipeline/recorder.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { nodeFiles } from "../../src/platform/files.ts";
import { gunzip } from "../../src/platform/gzip.ts";
import { nodeHttpClient } from "../../src/platform/http-client.ts";
import { serveHttp } from "../../src/platform/http-server.ts";
import { nodeProcesses } from "../../src/platform/processes.ts";
import type { InputDefinition } from "../../src/ports/input.ts";
import type { ShapeName } from "../../src/simulate/shapes/shape.ts";
import { startSimulation } from "../../src/simulate/start-simulation.ts";
import { noKeepsake } from "../no-keepsake.ts";
import { noPlugins } from "../no-plugins.ts";
import { type Answers, recording } from "./http-doubles.ts";
import { silentLog } from "./silent-log.ts";

/** A place and a source that is well there: what it answered, once. */
export interface World {
  readonly name: string;
  readonly place: Place;
  readonly answers: Answers;
  /** What the kernel's files say, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** There is nothing to be seen in it, and nothing wrong. */
  readonly isEmpty?: true;
}

/** Where there is nothing: for inputs that need no source, and for what every input must do without one. */
export const nowhere: World = { name: "nowhere", place: { form: "standalone", reasons: [] }, answers: new Map() };

/** Lets the input collect from a real server and notes what that answered. */
const visit = async (definition: InputDefinition, name: string, place: Place, config: unknown): Promise<World> => {
  const http = nodeHttpClient();
  const { client, answers } = recording(http);
  const input = definition.create(definition.config.parse(config), {
    place,
    clock: systemClock,
    http: client,
    files: nodeFiles,
    gunzip,
    plugins: noPlugins,
    containers: openContainerBoard(),
    keepsake: noKeepsake,
    log: silentLog,
  });
  const nowMs = Date.now();
  await input.start?.();
  await input.collect({
    recorder: openRecorder(nowMs).recorder,
    signal: AbortSignal.timeout(10_000),
    nowMs,
    report: () => {},
  });
  await input.stop?.();
  await http.close();
  return { name, place, answers };
};

const simulated = async (definition: InputDefinition, shape: ShapeName): Promise<World> => {
  const http = nodeHttpClient();
  const deps = { clock: systemClock, serveHttp, files: nodeFiles, http, processes: nodeProcesses };
  const simulation = await startSimulation({ mode: "scripted", shape, tasks: 2, throttle: "off" }, deps);
  if (!simulation.ok) throw new Error(simulation.problem.detail);
  const { environment, daemonV4 = environment.ECS_CONTAINER_METADATA_URI_V4 } = simulation;
  const place = placeOf({
    environment: { ...environment, ECS_CONTAINER_METADATA_URI_V4: daemonV4 },
    dockerSocketExists: false,
    // Nothing in the environment tells it: the configuration does.
    form: shape === "managed-daemon" ? "managed-daemon" : "auto",
  });
  const world = await visit(definition, shape, place, {});
  await simulation.stop();
  await http.close();
  return world;
};

const engine = async (definition: InputDefinition, apiVersion: string): Promise<World> => {
  const folder = await mkdtemp(join(tmpdir(), "taskvitals-world-"));
  const socketPath = join(folder, "docker.sock");
  const fake = await openFakeEngine({ listen: { socketPath }, apiVersion, tickMs: 20 });
  const labels = {
    "com.amazonaws.ecs.cluster": "shop",
    "com.amazonaws.ecs.container-name": "web",
    "com.amazonaws.ecs.task-arn": "arn:aws:ecs:eu-west-1:123456789012:task/shop/0123456789abcdef0123456789abcdef",
    "com.amazonaws.ecs.task-definition-family": "web",
    "com.amazonaws.ecs.task-definition-version": "7",
  };
  for (const container of [
    fakeContainer(1, { labels, health: "healthy" }),
    fakeContainer(2, {
      labels: { ...labels, "com.amazonaws.ecs.container-name": "job" },
      state: "exited",
      exitCode: 3,
    }),
    fakeContainer(3, { cgroup: "v1" }),
  ]) {
    fake.containers.set(container.id, container);
  }
  const place: Place = { form: "daemon", launchType: "EC2", dockerSocket: socketPath, reasons: [] };
  const world = await visit(definition, `Docker API ${apiVersion}`, place, {});
  await fake.close();
  await rm(folder, { recursive: true, force: true });
  return world;
};

/** A machine as the agent sees it from a container with the host's /proc. */
const machine = {
  "/host/proc/stat": "cpu  100 20 300 4000 50 6 7 8 0 0\ncpu0 100 20 300 4000 50 6 7 8 0 0\nbtime 1772000000\n",
  "/host/proc/meminfo":
    "MemTotal: 16384 kB\nMemFree: 1024 kB\nMemAvailable: 8192 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n",
  "/host/proc/loadavg": "0.50 0.40 0.30 1/200 4000\n",
  "/host/proc/diskstats": " 259 0 nvme0n1 100 1 800 5 200 2 1600 6 0 1500 11\n",
  "/host/proc/2/comm": "kthreadd\n",
  "/host/proc/1/net/dev": "  eth0: 1 1 0 0 0 0 0 0 2 2 0 0 0 0 0 0\n",
};

const worlds: Readonly<Record<string, (definition: InputDefinition) => Promise<readonly World[]>>> = {
  "ecs-task-metadata": (definition) =>
    Promise.all(
      (["fargate", "ec2-bridge-v1", "ec2-awsvpc", "fargate-windows", "managed-daemon"] as const).map((shape) =>
        simulated(definition, shape),
      ),
    ),
  // It reads what other inputs' containers name: here are none. Its own tests have apps of every kind.
  "app-metrics": async () => [
    { name: "no containers", place: { form: "daemon", reasons: [] }, answers: new Map(), isEmpty: true },
  ],
  host: async () => [{ name: "a machine", place: { form: "daemon", reasons: [] }, answers: new Map(), files: machine }],
  "docker-engine": (definition) => Promise.all(["1.44", "1.24"].map((version) => engine(definition, version))),
};

/** The worlds that are known for an input; an input of which nothing is known is tried without a source. */
export const worldsOf = async (definition: InputDefinition): Promise<readonly World[]> =>
  (await worlds[definition.name]?.(definition)) ?? [nowhere];
