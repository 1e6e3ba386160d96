import { z } from "zod";
import type { DockerEngine } from "./docker-engine.ts";

const row = z.object({
  ID: z.string(),
  CPUPerc: z.string(),
  MemUsage: z.string(),
  MemPerc: z.string(),
  NetIO: z.string(),
  BlockIO: z.string(),
  PIDs: z.coerce.number(),
});

/** A line of `docker stats`, in base units. The command rounds sizes to four digits. */
export interface StatsLine {
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly receivedBytes: number;
  readonly transmittedBytes: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly processes: number;
}

const factors: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

const bytes = (text: string): number => {
  const [, number, unit = ""] = /^([\d.]+)([A-Za-z]+)$/.exec(text.trim()) ?? [];
  const factor = factors[unit];
  if (number === undefined || factor === undefined) throw new Error(`docker stats: no size: ${text}`);
  return Number(number) * factor;
};

const pair = (text: string): [number, number] => {
  const [left = "", right = ""] = text.split("/");
  return [bytes(left), bytes(right)];
};

/** What `docker stats --no-stream` says of one container now. */
export const dockerStats = async (engine: DockerEngine, id: string): Promise<StatsLine> => {
  const text = await engine.docker("stats", "--no-stream", "--no-trunc", "--format", "{{json .}}", id);
  const { CPUPerc, MemUsage, NetIO, BlockIO, PIDs } = row.parse(JSON.parse(text));
  const [memoryBytes, memoryLimitBytes] = pair(MemUsage);
  const [receivedBytes, transmittedBytes] = pair(NetIO);
  const [readBytes, writtenBytes] = pair(BlockIO);
  return {
    cpus: Number.parseFloat(CPUPerc) / 100,
    memoryBytes,
    memoryLimitBytes,
    receivedBytes,
    transmittedBytes,
    readBytes,
    writtenBytes,
    processes: PIDs,
  };
};

export interface InterfaceCounters {
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly transmittedBytes: number;
  readonly transmittedPackets: number;
}

/** Counters of the container's interface, as its own kernel tables have them. */
export const interfaceCounters = async (
  engine: DockerEngine,
  id: string,
  name: string,
): Promise<{
  receivedBytes: number;
  transmittedBytes: number;
  receivedPackets: number;
  transmittedPackets: number;
}> => {
  const table = await engine.docker("exec", id, "cat", "/proc/net/dev");
  const line = table.split("\n").find((text) => text.trim().startsWith(`${name}:`));
  if (line === undefined) throw new Error(`${id} has no interface ${name}:\n${table}`);
  const figures = line
    .slice(line.indexOf(":") + 1)
    .trim()
    .split(/\s+/)
    .map(Number);
  const [receivedBytes = Number.NaN, receivedPackets = Number.NaN] = figures;
  const [transmittedBytes = Number.NaN, transmittedPackets = Number.NaN] = figures.slice(8);
  return { receivedBytes, transmittedBytes, receivedPackets, transmittedPackets };
};

/** Containers by image and by whether they run, as `docker ps` lists them. */
export const countByImage = async (
  engine: DockerEngine,
): Promise<Readonly<Record<string, { running: number; stopped: number }>>> => {
  const list = await engine.docker("ps", "--all", "--format", "{{.Image}} {{.State}}");
  const counts: Record<string, { running: number; stopped: number }> = {};
  for (const line of list.trim().split("\n")) {
    const [image = "", state] = line.split(" ");
    const { running = 0, stopped = 0 } = counts[image] ?? {};
    counts[image] = state === "running" ? { running: running + 1, stopped } : { running, stopped: stopped + 1 };
  }
  return counts;
};

/** `docker inspect` with a template. */
export const inspect = async (engine: DockerEngine, id: string, template: string): Promise<string> =>
  (await engine.docker("inspect", "--format", template, id)).trim();

/** Port of the host that a container's port is published on, over IPv4. */
export const publishedPort = async (engine: DockerEngine, id: string, port: string): Promise<number> => {
  const text = await engine.docker("port", id, port);
  const [, found] = /^0\.0\.0\.0:(\d+)$/m.exec(text) ?? [];
  if (found === undefined) throw new Error(`${id} publishes no ${port}: ${text}`);
  return Number(found);
};
