import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type ClientRequest, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type AgentReport, agent as agentReport } from "../src/web/api/contract.ts";
import { freePort } from "../test/free-port.ts";
import { openEndpoint } from "./measure.ts";

/** What browsers that watch cost the real program, in real time. */
export interface LiveCost {
  readonly containers: number;
  /** CPU ms a second: nobody watches, one reader, all of them. */
  readonly unwatchedMs: number;
  readonly oneReaderMs: number;
  readonly allReadersMs: number;
  /** One reader's, a second. */
  readonly bytesPerSecond: number;
  readonly eventsPerSecond: number;
  readonly tableBytes: number;
  readonly historyBytes: number;
  readonly historyKeptMs: number;
  readonly residentBytes: number;
}

export interface LiveCostOptions {
  readonly program: string;
  readonly containers: number;
  readonly readers: number;
  readonly phaseMs: number;
}

/** Linux counts a process's CPU in hundredths of a second. */
const tickMs = 10;

const processCpuMs = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
};

const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

/** Reads the live stream until it is closed, and counts. */
const openReader = (port: number) => {
  const counts = { bytes: 0, events: 0, firstBytes: 0 };
  const request: ClientRequest = get({ host: "127.0.0.1", port, path: "/api/live", agent: false }, (response) => {
    response.on("data", (chunk: Buffer) => {
      counts.bytes += chunk.length;
      for (let at = chunk.indexOf("\nevent: "); at >= 0; at = chunk.indexOf("\nevent: ", at + 1)) counts.events += 1;
      if (counts.events <= 1) counts.firstBytes = counts.bytes;
    });
    response.on("error", () => {});
  });
  request.on("error", () => {});
  return { counts, close: () => request.destroy() };
};

const cpuMsPerSecond = async (pid: number, phaseMs: number): Promise<number> => {
  const before = processCpuMs(pid);
  await sleep(phaseMs);
  return ((processCpuMs(pid) - before) / phaseMs) * 1000;
};

const historyOf = async (port: number): Promise<NonNullable<AgentReport["history"]>> => {
  const answer = await fetch(`http://127.0.0.1:${port}/api/agent`);
  const { history } = agentReport.parse(await answer.json());
  if (history === undefined) throw new Error("nothing is said of the history");
  return history;
};

const measurePhases = async (agent: ChildProcess, port: number, options: LiveCostOptions): Promise<LiveCost> => {
  const { containers, readers, phaseMs } = options;
  const pid = agent.pid ?? 0;
  await sleep(phaseMs);
  const unwatchedMs = await cpuMsPerSecond(pid, phaseMs);
  const first = openReader(port);
  await sleep(phaseMs / 2);
  const oneReaderMs = await cpuMsPerSecond(pid, phaseMs);
  const others = Array.from({ length: readers - 1 }, () => openReader(port));
  await sleep(phaseMs / 2);
  const before = { ...first.counts };
  const allReadersMs = await cpuMsPerSecond(pid, phaseMs);
  const seconds = phaseMs / 1000;
  const history = await historyOf(port);
  for (const reader of [first, ...others]) reader.close();
  return {
    containers,
    unwatchedMs,
    oneReaderMs,
    allReadersMs,
    bytesPerSecond: (first.counts.bytes - before.bytes) / seconds,
    eventsPerSecond: (first.counts.events - before.events) / seconds,
    tableBytes: first.counts.firstBytes,
    historyBytes: history.bytes,
    historyKeptMs: history.keptMs,
    residentBytes: residentBytes(pid),
  };
};

/** The program beside a task of so many containers on EC2, whose endpoint has news every second. */
export const measureLive = async (options: LiveCostOptions): Promise<LiveCost> => {
  const { program, containers } = options;
  const endpoint = await openEndpoint({
    name: "live",
    shape: "ec2-awsvpc",
    tasks: 1,
    containersPerTask: containers,
    startMs: Date.now(),
  });
  const port = await freePort();
  const agent = spawn(process.execPath, [program, "run"], {
    env: {
      PATH: process.env.PATH,
      ...endpoint.environment,
      TASKVITALS_SERVER_HOST: "127.0.0.1",
      TASKVITALS_SERVER_PORT: String(port),
      TASKVITALS_LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    return await measurePhases(agent, port, options);
  } finally {
    agent.kill();
    await once(agent, "exit");
    endpoint.stop();
  }
};
