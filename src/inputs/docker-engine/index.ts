import type { InputDefinition } from "../../ports/input.ts";
import { parseAddress } from "./address.ts";
import { openBoardNotice } from "./board-notice.ts";
import { chosenStats } from "./chosen-stats.ts";
import { openEngineClient } from "./client.ts";
import { collectEngine } from "./collection.ts";
import { configSchema, type DockerEngineConfig } from "./config.ts";
import { taskArnLabel } from "./ecs-labels.ts";
import { engineStats } from "./engine-stats.ts";
import { openEventStream } from "./event-stream.ts";
import { openHost } from "./host.ts";
import { hostStats } from "./host-files/host-stats.ts";
import { openRoots } from "./host-files/roots.ts";
import { openInventory } from "./inventory.ts";
import { listContainers } from "./list-containers.ts";
import { openTaskRecording } from "./record-tasks.ts";
import { noIntrospection, openIntrospection } from "./task-metadata/introspection.ts";
import { openMetadataClient } from "./task-metadata/metadata-client.ts";
import { metadataStats } from "./task-metadata/metadata-stats.ts";
import { noTaskFacts, openTaskFacts } from "./task-metadata/task-facts.ts";

const usualSocket = "/var/run/docker.sock";

export const dockerEngine = {
  name: "docker-engine",
  description: "Every container of a Docker host, joined into ECS tasks by its labels, through the Docker Engine API",
  config: configSchema,
  families: ["task", "container", "docker", "host"],
  forms: ["daemon", "standalone"],
  permissions: [],
  mounts: [
    {
      source: usualSocket,
      target: usualSocket,
      readOnly: true,
      without: "no container of the host is seen",
    },
    {
      source: "/sys/fs/cgroup",
      target: "/host/sys/fs/cgroup",
      readOnly: true,
      without:
        "no throttling and pressure of tasks, no out-of-memory kills, no disk operations on cgroup v2; the engine is asked for every sample",
    },
    {
      source: "/proc",
      target: "/host/proc",
      readOnly: true,
      without: "no network of awsvpc tasks from the host's files, and none of any container beside them",
    },
  ],
  refreshMs: 1000,
  detect: ({ dockerSocket }, { host }) => {
    if (host !== undefined) return { on: true, why: `the Docker Engine is said to be at ${host}` };
    return dockerSocket === undefined
      ? { on: false, why: "there is no Docker Engine's socket" }
      : { on: true, why: `the Docker Engine's socket is at ${dockerSocket}` };
  },
  create: (config, { place, clock, http, files, containers }) => {
    const address = parseAddress(config.host ?? place.dockerSocket ?? usualSocket);
    if (address === undefined) throw new TypeError("the Docker Engine's address was not checked");
    const { timeoutMs, maxBodyBytes, inspectConcurrency, inspectBudgetMs } = config;
    const client = openEngineClient({ http, address, timeoutMs, maxBodyBytes });
    const inventory = openInventory();
    const labels = [...(config.containers === "ecs" ? [taskArnLabel] : []), ...config.labels];
    const metadata = openMetadataClient(http, clock);
    const facts = config.taskMetadata === "off" ? noTaskFacts : openTaskFacts(metadata, clock);
    const notice = openBoardNotice({
      board: containers,
      clock,
      list: (signal) => listContainers(client, labels, signal),
      settingsOf: (id) => inventory.of(id).inspection?.settings,
      addressesOf: (arn) => facts.of(arn)?.addresses ?? [],
      factsOf: facts.of,
      launchType: place.launchType,
    });
    const events = openEventStream({
      client,
      clock,
      labels,
      onEvent: (event) => {
        inventory.hear(event, clock.monotonic());
        notice.hear(event);
      },
      onOpen: () => {
        inventory.doubt();
        notice.doubt();
      },
    });
    const fromFiles = hostStats({ files, clock, roots: openRoots(files, clock, config) });
    const fromEngine = engineStats({
      client,
      concurrency: config.statsConcurrency,
      batchConcurrency: config.batchConcurrency,
    });
    const introspection =
      config.introspection === "off"
        ? noIntrospection
        : openIntrospection({ http, clock, files, url: config.introspectionUrl });
    const parts = {
      client,
      clock,
      inventory,
      events,
      notice,
      source: chosenStats([
        ...(config.hostFiles === "off" ? [] : [fromFiles]),
        ...(config.taskMetadata === "off" ? [] : [metadataStats(metadata)]),
        fromEngine,
      ]),
      tasks: openTaskRecording({
        files: fromFiles,
        connections: config.connections,
        factsOf: facts.of,
        introspection,
      }),
      facts,
      introspection,
      isLocal: address.socketPath !== undefined,
      host: openHost(client),
      labels,
      inspectConcurrency,
      inspectBudgetMs,
      launchType: place.launchType,
    };
    return {
      collect: (ctx) => collectEngine(parts, ctx),
      start: events.start,
      stop: async () => {
        await Promise.all([events.stop(), notice.stop()]);
      },
    };
  },
} as const satisfies InputDefinition<"docker-engine", DockerEngineConfig>;
