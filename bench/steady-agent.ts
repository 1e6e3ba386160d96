import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readExposition } from "../src/outputs/prometheus/exposition-reader.ts";
import { receivers, startReceivers } from "../test/fakes/receivers.ts";
import { freePort } from "../test/free-port.ts";
import { nodeOptions, openEndpoint } from "./measure.ts";
import { pushOutputs } from "./output-cost.ts";
import { intervalMs } from "./scenario.ts";
import { median } from "./table.ts";

/** What the real program used in real time, scraped once a collection, beside strict stand-ins of back ends. */
export interface SteadyCost {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly collections: number;
  /** Everything: collection, buffer on disk, scrape, delivery. */
  readonly cpuMsPerCollection: number;
  /** Medians. */
  readonly residentBytes: number;
  /** Of it what is no page of a file: its heap, its text, its code, what malloc holds. */
  readonly ownBytes: number;
  readonly heapBytes: number;
  /** Of the outputs that send, by their own counters. */
  readonly deliveredItems: number;
  readonly lostItems: number;
}

export interface SteadyOptions {
  readonly program: string;
  readonly containers: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

interface Reading {
  /** Of the input that collected most often: one tick is one collection, however many inputs take part. */
  readonly collections: number;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly ownBytes: number;
  readonly heapBytes: number;
  readonly deliveredItems: number;
  readonly lostItems: number;
}

const ownBytesOf = (pid: number): number => {
  const [, kib = ""] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) * 1024;
};

const read = async (port: number, pid: number): Promise<Reading> => {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const samples = readExposition(await answer.text(), "text").flatMap(({ samples: own }) => own);
  const sum = (...names: readonly string[]): number =>
    samples.reduce((total, { name, value }) => total + (names.includes(name) ? value : 0), 0);
  return {
    collections: Math.max(
      ...samples.flatMap(({ name, value }) => (name === "taskvitals_input_collections_total" ? [value] : [])),
    ),
    cpuSeconds: sum("taskvitals_process_cpu_seconds_total"),
    residentBytes: sum("taskvitals_process_resident_memory_bytes"),
    ownBytes: ownBytesOf(pid),
    heapBytes: sum("taskvitals_process_heap_used_bytes"),
    deliveredItems: sum("taskvitals_output_delivered_items_total"),
    lostItems: sum(
      "taskvitals_output_dropped_items_total",
      "taskvitals_output_refused_items_total",
      "taskvitals_output_lost_points_total",
    ),
  };
};

/** Exactly these of the outputs that send, and Prometheus. */
const switches = (on: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pushOutputs().map(({ name }) => [
      `TASKVITALS_OUTPUTS_${name.toUpperCase().replaceAll("-", "_")}_ENABLED`,
      on.includes(name) ? "on" : "off",
    ]),
  );

const readUntil = async (port: number, pid: number, durationMs: number): Promise<readonly Reading[]> => {
  const readings: Reading[] = [];
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs) {
    await sleep(intervalMs);
    readings.push(await read(port, pid));
  }
  return readings;
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill();
  await exit;
};

/** The program with these outputs on, on a task of its own that begins now. */
const measureSteady = async (name: string, on: readonly string[], options: SteadyOptions): Promise<SteadyCost> => {
  const { program, containers, warmUpMs, measuredMs } = options;
  const shape = { shape: "fargate", tasks: 1, containersPerTask: containers, startMs: Date.now() } as const;
  const endpoint = await openEndpoint({ name, ...shape });
  // An output without a stand-in writes where it is told to.
  const withBackEnd = await startReceivers(
    on.filter((one) => receivers[one] !== undefined),
    0,
  );
  const folder = await mkdtemp(join(tmpdir(), "taskvitals-bench-"));
  const port = await freePort();
  const agent = spawn(process.execPath, [...nodeOptions(program), program, "run"], {
    env: {
      PATH: process.env.PATH,
      ...endpoint.environment,
      ...Object.assign({}, ...[...withBackEnd.values()].map(({ variables }) => variables)),
      ...switches(on),
      TASKVITALS_BUFFER_PATH: folder,
      TASKVITALS_SERVER_HOST: "127.0.0.1",
      TASKVITALS_SERVER_PORT: String(port),
      TASKVITALS_LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    await sleep(warmUpMs);
    if (agent.pid === undefined) throw new Error(`${name}: it did not start`);
    const readings = await readUntil(port, agent.pid, measuredMs);
    const [first, last] = [readings[0], readings.at(-1)];
    if (first === undefined || last === undefined || last.collections <= first.collections)
      throw new Error(`${name}: no collection while it was measured`);
    const collections = last.collections - first.collections;
    return {
      name,
      outputs: on,
      collections,
      cpuMsPerCollection: ((last.cpuSeconds - first.cpuSeconds) * 1000) / collections,
      residentBytes: median(readings.map(({ residentBytes }) => residentBytes)),
      ownBytes: median(readings.map(({ ownBytes }) => ownBytes)),
      heapBytes: median(readings.map(({ heapBytes }) => heapBytes)),
      deliveredItems: last.deliveredItems - first.deliveredItems,
      lostItems: last.lostItems,
    };
  } finally {
    await end(agent);
    endpoint.stop();
    for (const receiver of withBackEnd.values()) await receiver[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  }
};

/** With nothing to send, with the first two outputs that send, and with all of them; side by side, for the time it takes. */
export const measureSteadyAgents = (options: SteadyOptions): Promise<readonly SteadyCost[]> => {
  const all = pushOutputs().map(({ name }) => name);
  const cases = [
    ["Prometheus alone", []],
    ["and two that send", all.slice(0, 2)],
    ["and all that send", all],
  ] as const;
  return Promise.all(cases.map(([name, on]) => measureSteady(name, on, options)));
};
