import { nodeServices } from "../src/app/node-services.ts";
import { loadSettings } from "../src/config/load.ts";
import { outputs } from "../src/outputs/registry.ts";
import { nodeHttpClient } from "../src/platform/http-client.ts";
import type { HttpClient, HttpRequest } from "../src/ports/http-client.ts";
import type { Delivery, Payload, PushLimits, PushOutput, PushOutputDefinition } from "../src/ports/push-output.ts";
import { plannedTasks } from "../src/simulate/plans.ts";
import { ageMs, intervalMs, type Watched, watch } from "../test/agreement/watch.ts";
import { receivers } from "../test/fakes/receivers.ts";
import { noSignal, pushDeps } from "../test/push-deps.ts";
import { cpuMs } from "./cpu.ts";

/** What one output costs: making its requests, and what of them goes over the wire. */
export interface OutputCost {
  readonly name: string;
  readonly cadenceMs: number;
  /** Points it was handed, and what it made of them, in the time that was watched. */
  readonly points: number;
  readonly items: number;
  readonly requests: number;
  /** Of select and encode together, once the code is warm. */
  readonly cpuMs: number;
  /** Heads and bodies of requests as sent, compressed where they are. */
  readonly sentBytes: number;
  readonly watchedMs: number;
  /** Whether a strict stand-in took all of it; an output without one has no back end. */
  readonly receiver: "took all" | "none";
}

export const containers = 10;
/** Ten minutes. */
const collections = 60;
const warmUpMs = 1000;
const measuredMs = 2000;

export const pushOutputs = (): readonly PushOutputDefinition[] =>
  outputs.flatMap((definition) => (definition.kind === "push" ? [definition] : []));

const pointsIn = (deliveries: readonly Delivery[]): number =>
  deliveries.reduce(
    (sum, delivery) =>
      sum + (delivery.kind === "snapshot" ? delivery.snapshot.entries.flatMap(({ points }) => points).length : 0),
    0,
  );

/** What came between two rounds of delivery goes together. */
const roundsOf = (deliveries: readonly Delivery[], cadenceMs: number): readonly (readonly Delivery[])[] => [
  ...Map.groupBy(deliveries, (_delivery, index) => Math.floor((index * intervalMs) / cadenceMs)).values(),
];

interface Round {
  readonly items: number;
  readonly payloads: readonly Payload[];
}

const tell = (output: PushOutput, deliveries: readonly Delivery[], { maxItems, routes }: PushLimits): Round => {
  const items = output.select(deliveries);
  const payloads = [...Map.groupBy(items, ({ route }) => route)].flatMap(([route, own]) => {
    const most = routes?.[route]?.maxItems ?? maxItems;
    return Array.from({ length: Math.ceil(own.length / most) }, (_, part) =>
      output.encode(own.slice(part * most, (part + 1) * most)),
    );
  });
  return { items: items.length, payloads };
};

/** Of HTTP/1.1, without what TLS and TCP add. */
const requestBytes = ({ method = "GET", url, headers = {}, body = "" }: HttpRequest): number => {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${pathname}${search} HTTP/1.1\r\n${lines.join("")}content-length: 0000\r\n\r\n`;
  return Buffer.byteLength(head) + Buffer.byteLength(body);
};

const countingClient = (): HttpClient & { sentBytes(): number } => {
  const client = nodeHttpClient();
  let sent = 0;
  return {
    request: (request) => {
      sent += requestBytes(request);
      return client.request(request);
    },
    lines: client.lines,
    close: client.close,
    sentBytes: () => sent,
  };
};

/** Its configuration in a task that has the back end's variables and nothing else. */
const configOf = async (name: string, variables: Readonly<Record<string, string>>): Promise<unknown> => {
  const { settings, problems } = await loadSettings({ environment: variables, files: nodeServices().files });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return settings.outputs[name]?.config;
};

const measureOutput = async (definition: PushOutputDefinition, watched: Watched): Promise<OutputCost> => {
  const { name } = definition;
  const receiver = await receivers[name]?.(0);
  const http = countingClient();
  try {
    const config = await configOf(name, receiver?.variables ?? {});
    const limits = definition.limits(config);
    const rounds = roundsOf(watched.deliveries, limits.cadenceMs);
    const open = async (): Promise<PushOutput> => {
      const output = definition.create(config, pushDeps({ place: watched.place, http }));
      const [first] = watched.deliveries;
      if (receiver !== undefined)
        await output.prepare?.(first?.kind === "snapshot" ? first.snapshot : undefined, noSignal);
      return output;
    };

    const output = await open();
    const preparedBytes = http.sentBytes();
    let [items, requests, bodyBytes] = [0, 0, 0];
    for (const round of rounds) {
      const told = tell(output, round, limits);
      items += told.items;
      requests += told.payloads.length;
      for (const payload of told.payloads) {
        bodyBytes += payload.body.length;
        const outcome = receiver === undefined ? { kind: "accepted" } : await output.deliver(payload, noSignal);
        if (outcome.kind !== "accepted") throw new Error(`${name}: ${JSON.stringify(outcome)}`);
      }
    }
    const sentBytes = receiver === undefined ? bodyBytes : http.sentBytes() - preparedBytes;

    // An output remembers what it told of: each pass has a new one.
    let [passes, spentMs, warmMs] = [0, 0, 0];
    while (spentMs < measuredMs) {
      const fresh = await open();
      const fromMs = cpuMs();
      for (const round of rounds) tell(fresh, round, limits);
      const tookMs = cpuMs() - fromMs;
      if (warmMs < warmUpMs) warmMs += tookMs;
      else {
        passes += 1;
        spentMs += tookMs;
      }
    }
    return {
      name,
      cadenceMs: limits.cadenceMs,
      points: pointsIn(watched.deliveries),
      items,
      requests,
      cpuMs: spentMs / passes,
      sentBytes,
      watchedMs: watched.deliveries.length * intervalMs,
      receiver: receiver === undefined ? "none" : "took all",
    };
  } finally {
    await http.close();
    await receiver?.[Symbol.asyncDispose]();
  }
};

/** Every output that is registered and sends, on the same ten minutes of the same task. */
export const measureOutputs = async (): Promise<readonly OutputCost[]> => {
  const watched = await watch({
    shape: "fargate",
    form: "sidecar",
    tasks: plannedTasks(1, containers),
    startedMs: Date.now() - ageMs - collections * intervalMs,
    collections,
  });
  const costs: OutputCost[] = [];
  for (const definition of pushOutputs()) costs.push(await measureOutput(definition, watched));
  return costs;
};
