import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { type ClientRequest, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { startAgent } from "../test/e2e/servers/agent.ts";
import { type DockerEngine, startDockerEngine } from "../test/e2e/servers/docker-engine.ts";
import { importImages } from "../test/e2e/servers/image.ts";
import { processCpuMs } from "../test/e2e/servers/process-cpu.ts";
import { ecsLabelOptions, tasks } from "../test/e2e/servers/workloads.ts";
import { bundlePrograms, nodeOptions } from "./measure.ts";
import { intervalMs } from "./scenario.ts";

/** What a way to the figures costs, in ms of CPU a second. */
export interface EngineCost {
  readonly way: string;
  /** Undefined where it is no agent that reads. */
  readonly agentMs: number | undefined;
  readonly agentResidentBytes: number | undefined;
  /** The Docker Engine with containerd and all it has running for containers, but for the containers' own programs. */
  readonly engineMs: number;
}

const settleMs = 2 * intervalMs;
/** What an agent does first, V8 compiles meanwhile. */
const agentSettlesMs = 6 * intervalMs;
export const measuredMs = 6 * intervalMs;
const image = "taskvitals-bench/idle:1";
const startedAtOnce = 8;

const startContainers = async (engine: DockerEngine, count: number): Promise<readonly string[]> => {
  await importImages(engine, image);
  const ids: string[] = [];
  const numbers = Array.from({ length: count }, (_, number) => number).values();
  const startSome = async (): Promise<void> => {
    for (const number of numbers) {
      const labels = ecsLabelOptions(tasks.shop, `app-${number}`);
      const id = await engine.docker("run", "--detach", "--network", "none", ...labels, image, "sleep", "86400");
      ids.push(id.trim());
    }
  };
  await Promise.all(Array.from({ length: startedAtOnce }, startSome));
  return ids;
};

const namespaceOf = (folder: string): string | undefined => {
  try {
    return readlinkSync(`${folder}/ns/pid`);
  } catch {
    return undefined;
  }
};

/** Containers have a process namespace each; what is in the engine's own works for it. */
const engineCpuMs = ({ procRoot }: DockerEngine): number => {
  const own = namespaceOf(`${procRoot}/1`);
  let sum = 0;
  for (const pid of readdirSync(procRoot)) {
    if (!/^\d+$/.test(pid) || namespaceOf(`${procRoot}/${pid}`) !== own) continue;
    try {
      sum += processCpuMs(Number(pid), procRoot);
    } catch {
      // It ended just now.
    }
  }
  return sum;
};

const residentBytes = (pid: number): number => {
  const [, kib = ""] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) * 1024;
};

const measure = async (engine: DockerEngine, way: string, agentPid: number | undefined): Promise<EngineCost> => {
  await sleep(agentPid === undefined ? settleMs : agentSettlesMs);
  const read = () => ({
    atMs: performance.now(),
    engineMs: engineCpuMs(engine),
    agentMs: agentPid === undefined ? 0 : processCpuMs(agentPid),
  });
  const before = read();
  await sleep(measuredMs);
  const after = read();
  const seconds = (after.atMs - before.atMs) / 1000;
  return {
    way,
    agentMs: agentPid === undefined ? undefined : (after.agentMs - before.agentMs) / seconds,
    agentResidentBytes: agentPid === undefined ? undefined : residentBytes(agentPid),
    engineMs: (after.engineMs - before.engineMs) / seconds,
  };
};

/** The program as the image runs it. */
const withAgent = async (engine: DockerEngine, way: string, env: Readonly<Record<string, string>>) => {
  const { main } = await bundlePrograms();
  await using agent = await startAgent({
    runs: [...nodeOptions(main), main],
    env: {
      DOCKER_HOST: `unix://${engine.socket}`,
      TASKVITALS_INTERVAL_MS: String(intervalMs),
      TASKVITALS_INPUTS_DOCKER_ENGINE_INTROSPECTION: "off",
      ...env,
    },
  });
  return await measure(engine, way, agent.child.pid);
};

/** As `docker stats` does it: an answer without an end for each container, with new figures every second. */
const withStreams = async (engine: DockerEngine, ids: readonly string[]): Promise<EngineCost> => {
  const open: ClientRequest[] = ids.map((id) =>
    request({ socketPath: engine.socket, path: `/containers/${id}/stats?stream=true` }, (answer) => {
      answer.on("error", () => {});
      answer.resume();
    }).end(),
  );
  for (const one of open) one.on("error", () => {});
  try {
    return await measure(engine, "a stream for each container", undefined);
  } finally {
    for (const one of open) one.destroy();
  }
};

/** One real Docker Engine with so many idle containers, asked in each way after the other. */
export const measureEngine = async (containers: number): Promise<readonly EngineCost[]> => {
  await using engine = await startDockerEngine();
  const ids = await startContainers(engine, containers);
  return [
    await measure(engine, "nobody asks", undefined),
    await withAgent(engine, "the host's files", { TASKVITALS_INPUTS_DOCKER_ENGINE_PROC_ROOT: engine.procRoot }),
    await withAgent(engine, "one-shot statistics", { TASKVITALS_INPUTS_DOCKER_ENGINE_HOST_FILES: "off" }),
    await withStreams(engine, ids),
  ];
};
